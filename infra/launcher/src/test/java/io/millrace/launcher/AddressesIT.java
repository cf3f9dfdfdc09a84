package io.millrace.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressesIT {

    @Test
    void theConfiguredPortIsTakenUnlessSomebodyHasIt() throws IOException {
        int free = Ports.free();

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Addresses.preferred(free)).isEqualTo(free);
            assertThat(Addresses.preferred(taken.getLocalPort())).isZero();
        }
    }

    @Test
    void portThatIsAskedForAnEdgeIsLeftToIt() {
        int first = Ports.free();
        int second = Ports.free();

        assertThat(Addresses.preferred(first, List.of(8000, first))).isZero();
        assertThat(Addresses.preferred(second, List.of(8000, first))).isEqualTo(second);
    }
}

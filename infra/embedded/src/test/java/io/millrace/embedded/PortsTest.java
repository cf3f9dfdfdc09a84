package io.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void portsAreHandedOutOnceAndBelowThoseOfOutgoingConnections() {
        List<Integer> ports =
                IntStream.range(0, 200).map(i -> Ports.free()).boxed().toList();

        assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port >= 18_000 && port < 32_768);
    }
}

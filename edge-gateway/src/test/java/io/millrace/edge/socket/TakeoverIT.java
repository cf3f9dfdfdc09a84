package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.socket.PlainSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

final class TakeoverIT {

    @Test
    void thisVersionOfHelidonLetsGoOfASocket() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            PlainSocket socket = PlainSocket.server(accepted, "channel", "server");

            assertThat(Takeover.from(socket)).isTrue();
            assertThat(client.isConnected()).isTrue();
            socket.close();

            assertThat(accepted.isClosed()).isFalse();
        }
    }
}

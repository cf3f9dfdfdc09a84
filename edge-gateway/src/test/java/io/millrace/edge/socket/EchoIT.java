package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The ordinary way: messages there and back.
class EchoIT {
    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.echo();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void textComesBackAndTheClosingHandshakeIsClean() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            client.send(Frames.text("Grüße"));

            assertThat(client.readFrame().text()).isEqualTo("Grüße");

            client.send(Frames.close(1000, "bye"));

            RawClient.Frame answer = client.readFrame();
            assertThat(answer.isClose()).isTrue();
            assertThat(answer.closeCode()).isEqualTo(1000);
            assertThat(client.ends()).isTrue();
            assertThat(server.handler().close()).isEqualTo(new CloseInfo(CloseCause.PEER, 1000, "bye", true, null));
        }
    }

    @Test
    void plainRoutesKeepTheirConnection() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            for (int round = 0; round < 3; round++) {
                client.send(RawClient.request("GET /plain HTTP/1.1", "Host: localhost"));

                assertThat(client.readResponse()).startsWith("HTTP/1.1 200 ").endsWith("plain");
            }
        }
    }
}

package io.millrace.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.protocol.Reply;
import io.millrace.edge.socket.EncodedFrame;
import io.millrace.testkit.Await;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What differs from one way of connecting to another (protocol sections 1 and 13).
@Timeout(60)
class TransportTest {

    private static final String CONNECT = "{\"id\":1,\"connect\":{}}";

    private final EdgeRun edge = EdgeRun.start();

    @AfterEach
    void close() {
        edge.close();
    }

    @Test
    void streamIsToldHowItsCommandsFindIt() {
        Reply.Uplink uplink = new Reply.Uplink("s3cret", "edge-1");
        TestClient client = edge.open(Transport.stream(Encoding.JSON, "192.0.2.7", uplink));

        assertThat(client.ask(CONNECT))
                .endsWith(",\"ping\":25,\"pong\":true,\"session\":\"s3cret\",\"node\":\"edge-1\"}}");
        assertThat(uplink).as("for logs").hasToString("Uplink[node=edge-1]");
    }

    @Test
    void clientThatWantsFramesIsPingedByFramesOnly() {
        TestClient client = framePinged();

        client.session.tick(in(26));

        List<EncodedFrame> messages =
                Await.value(client.socket::messages, sent -> sent.size() == 2, Await.DEADLINE, "a ping");
        assertThat(messages.getLast().isControl()).isTrue();
        assertThat(messages.getLast().payloadLength()).isZero();
    }

    @Test
    void clientThatAnswersFramesStays() {
        TestClient client = framePinged();

        for (int ping = 1; ping <= 3; ping++) {
            client.session.tick(in(26L * ping));
            client.session.onPong();
            client.session.onPong();
            client.session.tick(in(26L * ping + 9));
        }

        client.assertOpen();
    }

    @Test
    void clientThatAnswersNoFrameIsDisconnected() {
        TestClient client = framePinged();

        client.session.tick(in(26));
        client.session.tick(in(35));

        client.assertClosed(3012);
    }

    @Test
    void pongFramesAreNoAnswerToRepliesThatPing() {
        TestClient client = edge.connected();

        client.session.tick(in(26));
        client.session.onPong();
        client.session.tick(in(35));

        client.assertClosed(3012);
    }

    private TestClient framePinged() {
        TestClient client = edge.open(Transport.webSocket(Encoding.JSON, "192.0.2.7", true));
        assertThat(client.ask(CONNECT)).doesNotContain("ping").doesNotContain("pong");
        return client;
    }

    private static long in(long seconds) {
        return System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    }
}

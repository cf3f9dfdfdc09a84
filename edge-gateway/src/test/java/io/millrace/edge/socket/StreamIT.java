package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Plain HTTP responses that became streams, on the wire.
@Timeout(120)
class StreamIT {
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final SocketSettings QUICK = TestServer.SETTINGS.withTimeouts(SHORT, SHORT, SHORT, SHORT);

    private final CountDownLatch held = new CountDownLatch(1);
    private TestServer server = TestServer.start(QUICK, RecordingHandler.Echo::new);

    @AfterEach
    void everyStreamIsForgottenAndToldOnce() {
        held.countDown();
        server.close();
        Await.until(() -> server.connections() == 0, Await.DEADLINE, "all connections forgotten");
        assertThat(server.uplinks.size()).isZero();
        assertThat(server.metrics.closes).hasSameSizeAs(server.metrics.handshakes);
    }

    @Test
    void responseIsAStreamThatNobodyOnTheWayKeeps() throws IOException {
        try (RawClient client = request("one", "EVENTS")) {
            assertThat(client.readHead())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Content-Type: text/event-stream; charset=utf-8\r\n")
                    .contains("Transfer-Encoding: chunked\r\n")
                    .contains("no-store, no-transform")
                    .contains("X-Accel-Buffering: no\r\n")
                    .contains("X-More: of it\r\n");
            assertThat(chunk(client)).isEqualTo("\r\n");
            assertThat(chunk(client)).isEqualTo("data: one\n\n");
        }
    }

    @Test
    void messagesComeFromOtherRequestsInTheirOrder() throws IOException {
        try (RawClient client = open("two", "LINES")) {
            for (int index = 0; index < 100; index++) {
                assertThat(server.uplinks.deliver("two", ("m" + index).getBytes(UTF_8)))
                        .isEqualTo(Uplinks.Outcome.TAKEN);
            }

            for (int index = 0; index < 100; index++) {
                assertThat(chunk(client)).isEqualTo("m" + index + "\n");
            }
            assertThat(server.uplinks.deliver("other", new byte[0])).isEqualTo(Uplinks.Outcome.UNKNOWN);
        }
    }

    @Test
    void connectionThatServedOtherRequestsCanBecomeAStream() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send(RawClient.request("GET /plain HTTP/1.1", "Host: localhost"));
            assertThat(client.readResponse()).endsWith("plain");

            client.send(post("later", "LINES"));

            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(chunk(client)).isEqualTo("later\n");
        }
    }

    @Test
    void idleStreamOutlivesEveryDeadlineOfRequests() throws IOException {
        try (RawClient client = open("idle", "BINARY")) {
            client.socket.setSoTimeout((int) SHORT.toMillis() * 3);
            assertThat(client.ends()).isFalse();
            client.socket.setSoTimeout(20_000);

            server.uplinks.deliver("idle", "still there".getBytes(UTF_8));

            assertThat(chunk(client)).isEqualTo("still there");
        }
    }

    @Test
    void farewellIsTheLastThingOfABodyThatEndsInOrder() throws IOException {
        try (RawClient client = open("bye", "LINES")) {
            RecordingHandler handler = server.handler();

            handler.socket().close(3001, "shutdown");
            handler.socket().close(3002, "too late");

            assertThat(chunk(client)).isEqualTo("3001 shutdown\n");
            assertThat(chunk(client)).as("the end").isEmpty();
            assertThat(client.in.read()).isEqualTo(-1);
            client.socket.close();
            assertThat(handler.close()).isEqualTo(new CloseInfo(CloseCause.LOCAL, 3001, "shutdown", true, null));
            assertThat(handler.socket().send(EncodedFrame.of(MessageKind.TEXT, new byte[0])))
                    .isFalse();
        }
    }

    @Test
    void clientThatStaysAfterTheEndIsCutOff() throws IOException {
        try (RawClient client = open("stays", "LINES")) {
            RecordingHandler handler = server.handler();

            handler.socket().close(1000, "");

            assertThat(chunk(client)).as("no farewell for this code").isEmpty();
            assertThat(handler.close().code()).isEqualTo(1000);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void clientThatLeavesIsNoticedAtOnce() throws IOException {
        RawClient client = open("leaves", "LINES");
        RecordingHandler handler = server.handler();

        client.close();

        assertThat(handler.close().cause()).isIn(CloseCause.END_OF_STREAM, CloseCause.RESET);
        assertThat(server.uplinks.deliver("leaves", new byte[0])).isEqualTo(Uplinks.Outcome.UNKNOWN);
    }

    @Test
    void writerIsFreedFromAClientThatDoesNotRead() throws IOException {
        try (RawClient client = RawClient.connect(server, 4_096)) {
            client.send(post("slow", "BINARY"));
            RecordingHandler handler = server.handler();

            CompletableFuture<Duration> lastSend = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> lastSend.complete(SlowPeer.writeUntilFreed(handler.socket())));

            assertThat(lastSend.join()).isGreaterThanOrEqualTo(SHORT.minusMillis(50));
            assertThat(handler.close().cause()).isEqualTo(CloseCause.WRITE_TIMEOUT);
        }
    }

    @Test
    void droppedStreamHasNoEnd() throws IOException {
        try (RawClient client = open("dropped", "LINES")) {
            RecordingHandler handler = server.handler();

            handler.socket().drop();

            assertThat(client.ends()).isTrue();
            assertThat(handler.close().cause()).isEqualTo(CloseCause.DROPPED);
        }
    }

    @Test
    void clientThatSaysMoreThanIsHandledHasToComeBack() throws IOException {
        restart(new RecordingHandler() {
            @Override
            public void onMessage(MessageKind kind, byte[] payload, int length) {
                await(held);
            }
        });
        try (RawClient client = open("talks", "LINES", false)) {
            for (int index = 0; index < 300; index++) {
                server.uplinks.deliver("talks", new byte[10]);
            }

            assertThat(chunk(client)).isEqualTo("3013 too many requests\n");
        }
    }

    @Test
    void failureOfTheHandlerEndsTheStream() throws IOException {
        restart(new RecordingHandler() {
            @Override
            public void onMessage(MessageKind kind, byte[] payload, int length) {
                throw new IllegalStateException("broken on purpose");
            }
        });
        try (RawClient client = open("fails", "LINES", false)) {
            RecordingHandler handler = server.handler();

            assertThat(chunk(client)).isEmpty();
            client.socket.close();
            assertThat(handler.close().cause()).isEqualTo(CloseCause.HANDLER_FAILURE);
        }
    }

    @Test
    void stoppedServerEndsItsStreams() throws IOException {
        try (RawClient client = open("stop", "LINES")) {
            RecordingHandler handler = server.handler();

            server.stop();

            assertThat(handler.close().cause()).isEqualTo(CloseCause.SERVER_STOP);
            assertThat(chunk(client)).isEmpty();
        }
    }

    @Test
    void requestsOfOtherRoutesAreServedAsBefore() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            for (String body : List.of("a", "b")) {
                client.send(RawClient.request("POST /plain HTTP/1.1", "Host: localhost", "Content-Length: 1") + body);
                assertThat(client.readResponse()).endsWith("got " + body);
            }
        }
    }

    private void restart(RecordingHandler handler) {
        server.close();
        server = TestServer.start(QUICK, () -> handler);
    }

    /// A stream whose first message came back.
    private RawClient open(String session, String framing) throws IOException {
        return open(session, framing, true);
    }

    private RawClient open(String session, String framing, boolean echoed) throws IOException {
        RawClient client = request(session, framing);
        assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
        if (echoed) {
            assertThat(chunk(client)).startsWith(session);
        }
        return client;
    }

    private RawClient request(String session, String framing) throws IOException {
        return RawClient.connect(server).send(post(session, framing));
    }

    private static String post(String session, String framing) {
        return RawClient.request(
                        "POST /stream?framing=" + framing + " HTTP/1.1",
                        "Host: localhost",
                        "Content-Length: " + session.length())
                + session;
    }

    /// The next chunk, empty at the end of the body.
    private static String chunk(RawClient client) throws IOException {
        StringBuilder size = new StringBuilder();
        for (int next = client.in.read(); next != '\n'; next = client.in.read()) {
            assertThat(next).as("a chunk").isNotNegative();
            size.append((char) next);
        }
        byte[] chunk = client.in.readNBytes(Integer.parseInt(size.toString().strip(), 16));
        assertThat(client.in.readNBytes(2)).isEqualTo(new byte[] {'\r', '\n'});
        return new String(chunk, UTF_8);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

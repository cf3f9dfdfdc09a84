package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.Await;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Peers that are slow on purpose or dead lose their connection; idle ones do not.
class DeadlineIT {
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final int LONGER_MILLIS = 2_500;
    private static final int SMALL_WINDOW = 4_096;
    private static final int SLOW_BYTES_PER_SECOND = 600_000;
    private static final int SLOW_SECONDS = 3;
    private static final String PLAIN = RawClient.request("GET /plain HTTP/1.1", "Host: localhost");

    private final TestServer server =
            TestServer.start(TestServer.SETTINGS.withTimeouts(SHORT, SHORT, SHORT, SHORT), RecordingHandler.Echo::new);

    @AfterEach
    void nothingIsLeft() {
        server.close();
        Await.until(() -> server.connections() == 0, Await.DEADLINE, "all connections forgotten");
    }

    @Test
    void aWriterIsFreedFromAPeerThatDoesNotRead() throws IOException {
        try (RawClient client = RawClient.connect(server, SMALL_WINDOW).upgrade()) {
            RecordingHandler handler = server.handler();

            CompletableFuture<Duration> lastSend = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> lastSend.complete(SlowPeer.writeUntilFreed(handler.socket())));

            assertThat(lastSend.join())
                    .as("it was the blocked send that failed")
                    .isGreaterThanOrEqualTo(SHORT);
            assertThat(handler.close().cause()).isEqualTo(CloseCause.WRITE_TIMEOUT);
            assertThat(handler.close().code()).isEqualTo(1006);
            assertThat(handler.closes).hasSize(1);
            assertThat(client.ends()).isTrue();
        }
    }

    /// What the operating system keeps for a peer must not hide that it reads.
    @Test
    void aPeerThatReadsSlowlyIsNotTakenForOneThatDoesNotRead() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            RecordingHandler handler = server.handler();
            Thread.ofVirtual().start(() -> SlowPeer.writeUntilFreed(handler.socket()));

            byte[] piece = new byte[SLOW_BYTES_PER_SECOND / 20];
            for (int count = 0; count < 20 * SLOW_SECONDS; count++) {
                client.in.readFully(piece);
                LockSupport.parkNanos(Duration.ofSeconds(1).dividedBy(20).toNanos());
            }

            assertThat(handler.closes).as("it took bytes all the time").isEmpty();
            assertThat(handler.socket().isOpen()).isTrue();
        }
    }

    @Test
    void everybodyWhoWaitsBehindTheWriterIsFreedToo() throws IOException, InterruptedException {
        try (RawClient client = RawClient.connect(server, SMALL_WINDOW).upgrade()) {
            RecordingHandler handler = server.handler();
            ClientSocket socket = handler.socket();
            List<Thread> waiting = new ArrayList<>();
            for (int index = 0; index < 3; index++) {
                waiting.add(Thread.ofVirtual()
                        .start(() ->
                                assertThat(SlowPeer.writeUntilFreed(socket)).isNotNull()));
            }
            client.send(Frames.frame(Frames.FIN | Opcode.PING, new byte[0]));
            Await.until(() -> !socket.isOpen(), Await.DEADLINE, "dropped");
            socket.close(3000, "too late");

            for (Thread thread : waiting) {
                assertThat(thread.join(Await.DEADLINE)).isTrue();
            }
            assertThat(handler.close().cause()).isEqualTo(CloseCause.WRITE_TIMEOUT);
            assertThat(handler.closes).hasSize(1);
        }
    }

    @Test
    void anEchoThatIsNeverReadEndsTheConnection() throws IOException {
        try (RawClient client = RawClient.connect(server, SMALL_WINDOW).upgrade()) {
            byte[] message = Frames.frame(Frames.FIN | Opcode.BINARY, new byte[60_000]);

            assertThatThrownBy(() -> {
                        while (true) {
                            client.send(message);
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(server.handler().close().cause()).isEqualTo(CloseCause.WRITE_TIMEOUT);
        }
    }

    @Test
    void aSilentConnectionIsEnded() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            assertThat(client.ends()).isTrue();
            Await.until(() -> server.metrics.timedOut.get() == 1, Await.DEADLINE, "counted");
        }
    }

    @Test
    void halfAHeaderIsEnded() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send("GET /plain HTTP/1.1\r\nHost: loc");

            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void aDrippedHeaderIsEnded() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            assertThat(dripIsEnded(client, "GET /plain HTTP/1.1\r\nHost: localhost\r\nX: "))
                    .isTrue();
        }
    }

    @Test
    void aDrippedSecondRequestIsEnded() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send(PLAIN);
            assertThat(client.readResponse()).endsWith("plain");

            assertThat(dripIsEnded(client, "GET /plain HTTP/1.1\r\nHost: localhost\r\nX: "))
                    .isTrue();
        }
    }

    @Test
    void halfARequestBehindAnotherIsEnded() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send(PLAIN + "GET /pl");
            assertThat(client.readResponse()).endsWith("plain");

            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void aDrippedBodyIsEnded() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            String head = RawClient.request("POST /plain HTTP/1.1", "Host: localhost", "Content-Length: 100000");

            assertThat(dripIsEnded(client, head)).isTrue();
        }
    }

    @Test
    void aResponseThatIsNotReadIsEnded() throws IOException {
        try (RawClient client = RawClient.connect(server, SMALL_WINDOW)) {
            client.send(RawClient.request("GET /large HTTP/1.1", "Host: localhost"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");

            Await.until(() -> server.connections() == 0, Await.DEADLINE, "connection dropped");
        }
    }

    @Test
    void aConnectionTooManyIsClosedAtOnce() throws IOException {
        SocketSettings two = TestServer.SETTINGS.withMaxConnections(2);
        try (TestServer small = TestServer.start(two, RecordingHandler.Echo::new);
                RawClient first = RawClient.open(small);
                RawClient second = RawClient.open(small)) {
            try (RawClient third = RawClient.connect(small)) {
                assertThat(third.ends()).isTrue();
                assertThat(small.metrics.refused).hasValue(1);
            }
            first.reset();
            Await.until(() -> small.connections() == 1, Await.DEADLINE, "the first is gone");
            try (RawClient next = RawClient.open(small)) {
                next.send(Frames.text("room again"));

                assertThat(next.readFrame().text()).isEqualTo("room again");
            }
            assertThat(second.socket.isConnected()).isTrue();
        }
    }

    @Test
    void bodiesArrive() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send(RawClient.request("POST /plain HTTP/1.1", "Host: localhost", "Content-Length: 4") + "bo");
            client.send("dy" + PLAIN);

            assertThat(client.readResponse()).endsWith("got body");
            assertThat(client.readResponse()).endsWith("plain");
        }
    }

    @Test
    void aKeptAliveConnectionMayRest() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send(PLAIN);
            assertThat(client.readResponse()).endsWith("plain");

            rest(client);

            client.send(PLAIN);
            assertThat(client.readResponse()).endsWith("plain");
        }
    }

    @Test
    void anOpenSocketMayRest() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            rest(client);
            client.send(Frames.text("still here"));

            assertThat(client.readFrame().text()).isEqualTo("still here");
        }
    }

    @Test
    void aMessageMayTakeItsTime() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            byte[] frame = Frames.text("slow");
            client.send(java.util.Arrays.copyOf(frame, 7));
            rest(client);
            client.send(java.util.Arrays.copyOfRange(frame, 7, frame.length));

            assertThat(client.readFrame().text()).isEqualTo("slow");
        }
    }

    /// Longer than every deadline, in which nothing may come from the server.
    private static void rest(RawClient client) throws IOException {
        int patience = client.socket.getSoTimeout();
        client.socket.setSoTimeout(LONGER_MILLIS);
        assertThatThrownBy(client.in::read).isInstanceOf(SocketTimeoutException.class);
        client.socket.setSoTimeout(patience);
    }

    private static boolean dripIsEnded(RawClient client, String begin) throws IOException {
        client.send(begin);
        long end = System.nanoTime() + Await.DEADLINE.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            try {
                client.send("a");
            } catch (IOException ended) {
                return true;
            }
        }
        return false;
    }
}

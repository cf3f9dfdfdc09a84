package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.Await;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Every way to end a connection is told to its handler exactly once.
class LifecycleIT {
    private static final SocketSettings QUICK = TestServer.SETTINGS.withTimeouts(
            Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofSeconds(10));

    private TestServer server = TestServer.start(QUICK, RecordingHandler.Echo::new);

    @AfterEach
    void everyConnectionIsForgottenAndToldOnce() {
        server.close();
        Await.until(() -> server.connections() == 0, Await.DEADLINE, "all connections forgotten");
        assertThat(server.metrics.closes).hasSize((int) server.metrics.handshakes.stream()
                .filter(status -> status == 101)
                .count());
    }

    @Test
    void thePeerSaysGoodbye() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            client.send(Frames.close(4001, "done"));

            assertClosed(CloseCause.PEER, 4001, "done", true);
        }
    }

    @Test
    void thePeerEndsTheStreamWithoutACloseFrame() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            client.socket.shutdownOutput();

            assertClosed(CloseCause.END_OF_STREAM, 1006, "", false);
            assertThat(client.ends()).isTrue();
        }
    }

    @Test
    void thePeerEndsTheStreamInsideAFrame() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            client.send(Frames.hex("81ff00"));
            client.socket.shutdownOutput();

            assertClosed(CloseCause.END_OF_STREAM, 1006, "", false);
        }
    }

    @Test
    void thePeerResetsTheConnection() throws IOException {
        RawClient client = RawClient.open(server);
        RecordingHandler handler = server.handler();
        handler.socket();
        client.reset();

        assertThat(handler.close().cause()).isEqualTo(CloseCause.RESET);
        assertThat(handler.close().failure()).isNotNull();
        assertThat(handler.closes).hasSize(1);
    }

    @Test
    void thePeerBreaksTheProtocol() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            client.send(Frames.frame(0xF1, new byte[0]));

            RawClient.Frame frame = client.readFrame();
            assertThat(frame.closeCode()).isEqualTo(1002);
            assertThat(frame.closeReason()).isEqualTo("reserved bit set without an extension");
            assertClosed(CloseCause.PROTOCOL_ERROR, 1002, "reserved bit set without an extension", false);
        }
    }

    @Test
    void weSayGoodbyeAndThePeerAnswers() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            RecordingHandler handler = server.handler();
            handler.socket().send(EncodedFrame.of(MessageKind.TEXT, "last".getBytes(UTF_8)));
            handler.socket().close(3005, "later");
            handler.socket().close(1000, "ignored");

            assertThat(client.readFrame().text()).isEqualTo("last");
            assertThat(client.readFrame().closeCode()).isEqualTo(3005);

            client.send(Frames.text("discarded"));
            client.send(Frames.close(3005, ""));

            assertThat(client.ends()).isTrue();
            assertThat(handler.close()).isEqualTo(new CloseInfo(CloseCause.LOCAL, 3005, "later", true, null));
            assertThat(handler.messages).isEmpty();
            assertThat(handler.socket().send(EncodedFrame.ping(new byte[0]))).isFalse();
            assertThat(handler.socket().isOpen()).isFalse();
        }
    }

    @Test
    void weSayGoodbyeAndThePeerIsSilent() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            RecordingHandler handler = server.handler();
            handler.socket().close(3001, "shutdown");

            assertThat(client.readFrame().closeCode()).isEqualTo(3001);
            assertThat(client.ends()).isTrue();
            assertThat(handler.close()).isEqualTo(new CloseInfo(CloseCause.LOCAL, 3001, "shutdown", false, null));
            assertThat(handler.closes).hasSize(1);
        }
    }

    @Test
    void weAnswerAViolationAndThePeerNeverGoes() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            client.send(Frames.frame(0xF1, new byte[0]));
            client.readFrame();
            client.send(new byte[100]);

            assertClosed(CloseCause.PROTOCOL_ERROR, 1002, "reserved bit set without an extension", false);
            assertThat(client.ends()).as("half-closed at once").isTrue();
        }
    }

    @Test
    void weDropTheConnection() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            RecordingHandler handler = server.handler();
            handler.socket().drop();

            assertThatThrownBy(client::readFrame).isInstanceOf(IOException.class);
            assertThat(handler.close().cause()).isEqualTo(CloseCause.DROPPED);
            assertThat(handler.close().code()).isEqualTo(1006);
            assertThat(handler.closes).hasSize(1);
        }
    }

    @Test
    void closeAndDropInsideACallbackEndTheConnection() throws IOException {
        for (boolean drop : new boolean[] {true, false}) {
            RecordingHandler handler = new RecordingHandler() {
                @Override
                public void onOpen(ClientSocket socket) {
                    super.onOpen(socket);
                    if (drop) {
                        socket.drop();
                    } else {
                        socket.close(4000, "no");
                    }
                }
            };
            try (TestServer other = TestServer.start(QUICK, () -> handler);
                    RawClient client = RawClient.open(other)) {
                assertThat(client.ends()).isTrue();
                assertThat(handler.close().cause()).isEqualTo(drop ? CloseCause.DROPPED : CloseCause.LOCAL);
                assertThat(handler.closes).hasSize(1);
            }
        }
    }

    @Test
    void aHandlerThatFailsOnAMessageClosesWith1011() throws IOException {
        RecordingHandler failing = new RecordingHandler() {
            @Override
            public void onMessage(MessageKind kind, byte[] payload, int length) {
                throw new java.io.UncheckedIOException(new IOException("on purpose"));
            }
        };
        try (TestServer other = TestServer.start(QUICK, () -> failing);
                RawClient client = RawClient.open(other)) {
            client.send(Frames.text("x"));

            RawClient.Frame frame = client.readFrame();
            assertThat(frame.closeCode()).isEqualTo(1011);
            assertThat(frame.closeReason()).isEqualTo("internal error");
            assertThat(failing.close().cause()).isEqualTo(CloseCause.HANDLER_FAILURE);
            assertThat(failing.close().failure()).hasMessageContaining("on purpose");
            assertThat(failing.closes).hasSize(1);
        }
    }

    @Test
    void aHandlerThatFailsOnOpenClosesWith1011() throws IOException {
        RecordingHandler failing = new RecordingHandler() {
            @Override
            public void onOpen(ClientSocket socket) {
                throw new IllegalStateException("on purpose");
            }
        };
        try (TestServer other = TestServer.start(QUICK, () -> failing);
                RawClient client = RawClient.open(other)) {
            assertThat(client.readFrame().closeCode()).isEqualTo(1011);
            assertThat(failing.close().cause()).isEqualTo(CloseCause.HANDLER_FAILURE);
        }
    }

    @Test
    void theServerStopsAndThePeerAnswers() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            RecordingHandler handler = server.handler();
            handler.socket();
            Thread stopping = Thread.ofVirtual().start(server::stop);

            assertThat(client.readFrame().closeCode()).isEqualTo(1001);

            client.send(Frames.close(1001, ""));

            assertThat(handler.close())
                    .isEqualTo(new CloseInfo(CloseCause.SERVER_STOP, 1001, "server stops", true, null));
            assertThat(join(stopping)).isTrue();
            assertThat(handler.closes).hasSize(1);
        }
    }

    @Test
    void theServerStopsAndThePeerIsSilent() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            RecordingHandler handler = server.handler();
            handler.socket();

            server.stop();

            assertThat(handler.close().cause()).isEqualTo(CloseCause.SERVER_STOP);
            assertThat(handler.closes).hasSize(1);
            assertThat(client.readFrame().closeCode()).isEqualTo(1001);
            assertThatThrownBy(client::readFrame).isInstanceOfAny(EOFException.class, java.net.SocketException.class);
        }
    }

    @Test
    void theServerStopsWhileACallbackIsBusy() throws IOException, InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        RecordingHandler blocking = new RecordingHandler() {
            @Override
            public void onMessage(MessageKind kind, byte[] payload, int length) {
                busy.countDown();
                try {
                    assertThat(never.await(30, TimeUnit.SECONDS)).isFalse();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException("interrupted", interrupted);
                }
            }
        };
        try (TestServer other = TestServer.start(QUICK, () -> blocking);
                RawClient client = RawClient.open(other)) {
            client.send(Frames.text("x"));
            assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();

            other.stop();

            assertThat(blocking.close().cause()).isEqualTo(CloseCause.SERVER_STOP);
            assertThat(blocking.closes).hasSize(1);
        }
    }

    private void assertClosed(CloseCause cause, int code, String reason, boolean clean) {
        RecordingHandler handler = server.handler();
        assertThat(handler.close()).isEqualTo(new CloseInfo(cause, code, reason, clean, null));
        assertThat(handler.closes).hasSize(1);
    }

    private static boolean join(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(20));
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}

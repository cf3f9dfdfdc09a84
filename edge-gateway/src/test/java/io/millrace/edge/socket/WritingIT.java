package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.Await;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What arrives at the peer when the server writes.
class WritingIT {
    private static final int SENDERS = 4;
    private static final int MESSAGES = 500;
    private static final int PINGS = 100;

    private final TestServer server = TestServer.start(TestServer.SETTINGS, RecordingHandler::new);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void framesOfManySendersPongsAndTheCloseFrameDoNotMix() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            ClientSocket socket = server.handler().socket();
            List<Thread> senders = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                String name = "sender" + sender + ":";
                senders.add(Thread.ofPlatform().start(() -> sendAll(socket, name)));
            }
            Thread.ofVirtual().start(() -> {
                join(senders);
                socket.close(3000, "end");
            });
            for (int ping = 0; ping < PINGS; ping++) {
                client.send(Frames.frame(Frames.FIN | Opcode.PING, ("ping" + ping).getBytes(UTF_8)));
            }

            int[] next = new int[SENDERS];
            int pongs = 0;
            RawClient.Frame frame = client.readFrame();
            while (!frame.isClose()) {
                if (frame.firstByte() == (Frames.FIN | Opcode.PONG)) {
                    assertThat(frame.text()).isEqualTo("ping" + pongs);
                    pongs++;
                } else {
                    int sender = frame.text().charAt(6) - '0';
                    assertThat(frame.text()).isEqualTo(message("sender" + sender + ":", next[sender]));
                    next[sender]++;
                }
                frame = client.readFrame();
            }
            assertThat(next).containsOnly(MESSAGES);
            assertThat(pongs).isLessThanOrEqualTo(PINGS);
            assertThat(frame.closeCode()).isEqualTo(3000);
        }
    }

    @Test
    void severalFramesTakeOneWrite() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            ClientSocket socket = server.handler().socket();
            int writes = server.metrics.writes.get();
            int frames = server.metrics.frames.get();

            assertThat(socket.send(List.of(text("a"), text("b"), EncodedFrame.ping(new byte[0]))))
                    .isTrue();

            assertThat(client.readFrame().text()).isEqualTo("a");
            assertThat(client.readFrame().text()).isEqualTo("b");
            assertThat(client.readFrame().firstByte()).isEqualTo(Frames.FIN | Opcode.PING);
            assertThat(server.metrics.writes.get() - writes).isEqualTo(1);
            assertThat(server.metrics.frames.get() - frames).isEqualTo(3);
        }
    }

    @Test
    void joinedMessagesArriveAsOne() throws IOException {
        try (RawClient client = RawClient.open(server)) {
            server.handler().socket().send(EncodedFrame.join(List.of(text("{\"id\":1}"), text("{}"))));

            assertThat(client.readFrame().text()).isEqualTo("{\"id\":1}\n{}");
        }
    }

    @Test
    void oneFrameServesManySockets() throws IOException {
        EncodedFrame shared = text("to all of you");
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int index = 0; index < 20; index++) {
                clients.add(RawClient.open(server));
                server.handler().socket().send(shared);
            }

            for (RawClient client : clients) {
                assertThat(client.readFrame().text()).isEqualTo("to all of you");
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aLargeMessageArrivesWhole() throws IOException {
        byte[] large = new byte[3_000_000];
        new java.util.Random(3).nextBytes(large);
        try (RawClient client = RawClient.open(server)) {
            ClientSocket socket = server.handler().socket();
            Thread sender = Thread.ofVirtual().start(() -> socket.send(EncodedFrame.of(MessageKind.BINARY, large)));

            assertThat(client.readFrame().payload()).isEqualTo(large);
            join(List.of(sender));
        }
    }

    @Test
    void pongsAreTakenSilently() throws IOException, InterruptedException {
        try (RawClient client = RawClient.open(server)) {
            RecordingHandler handler = server.handler();
            handler.socket().send(EncodedFrame.ping("you?".getBytes(UTF_8)));

            assertThat(client.readFrame().text()).isEqualTo("you?");

            client.send(Frames.frame(Frames.FIN | Opcode.PONG, "you?".getBytes(UTF_8)));
            client.send(Frames.text("after"));

            assertThat(handler.nextMessage()).isEqualTo("TEXT:after");
            assertThat(server.metrics.received).hasValue("you?after".length());
        }
    }

    private static void sendAll(ClientSocket socket, String name) {
        for (int index = 0; index < MESSAGES; index++) {
            socket.send(text(message(name, index)));
        }
    }

    private static String message(String name, int index) {
        return name + index + "x".repeat(index % 300);
    }

    private static EncodedFrame text(String payload) {
        return EncodedFrame.of(MessageKind.TEXT, payload.getBytes(UTF_8));
    }

    private static void join(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                assertThat(thread.join(Await.DEADLINE)).isTrue();
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}

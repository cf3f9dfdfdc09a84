package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// permessage-deflate on the wire (RFC 7692).
@Timeout(60)
class CompressionIT {
    private static final int RSV1 = 0x40;
    private static final int TEXT = Frames.FIN | RSV1 | Opcode.TEXT;
    private static final byte[] HELLO = Frames.hex("f248cdc9c90700");

    private final TestServer server =
            TestServer.start(TestServer.SETTINGS.withCompression(true), RecordingHandler.Echo::new);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void offerIsAnsweredAndCompressedMessagesAreUnderstood() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send(RawClient.upgradeRequest(
                    "/socket", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"));
            assertThat(client.readHead())
                    .contains("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                            + " client_no_context_takeover\r\n");

            client.send(Frames.frame(TEXT, HELLO));
            client.send(Frames.text("in the clear"));
            client.send(Frames.frame(RSV1 | Opcode.TEXT, Arrays.copyOf(HELLO, 3)));
            client.send(Frames.frame(Frames.FIN | Opcode.CONTINUATION, Arrays.copyOfRange(HELLO, 3, HELLO.length)));

            assertThat(client.readFrame().text()).isEqualTo("Hello");
            assertThat(client.readFrame().text()).isEqualTo("in the clear");
            assertThat(client.readFrame().text()).isEqualTo("Hello");
        }
    }

    @Test
    void queuedMessagesAreCompressedTogether() throws IOException {
        try (RawClient client = open()) {
            EncodedFrame shared =
                    EncodedFrame.of(MessageKind.TEXT, "again ".repeat(100).getBytes(UTF_8));
            ClientSocket socket = server.handler().socket();

            socket.sendJoined(List.of(shared, shared));
            socket.sendJoined(List.of(EncodedFrame.ping(new byte[0])));

            RawClient.Frame frame = client.readFrame();
            assertThat(frame.firstByte()).isEqualTo(TEXT);
            assertThat(frame.payload().length).isLessThan(100);
            assertThat(new String(Inflation.inflate(frame.payload(), frame.payload().length, 65_536), UTF_8))
                    .isEqualTo("again ".repeat(100) + "\n" + "again ".repeat(100));
            assertThat(client.readFrame().firstByte()).isEqualTo(Frames.FIN | Opcode.PING);
        }
    }

    @Test
    void bombEndsTheConnectionWith1009() throws IOException {
        try (RawClient client = open()) {
            client.send(Frames.frame(TEXT, deflate(new byte[10 << 20])));

            assertThat(client.readFrame().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void malformedDataAndTextThatIsNoneEndTheConnectionWith1007() throws IOException {
        for (byte[] payload : List.of(Frames.hex("ffffff"), deflate(new byte[] {(byte) 0xFF}))) {
            try (RawClient client = open()) {
                client.send(Frames.frame(TEXT, payload));

                assertThat(client.readFrame().closeCode()).isEqualTo(1007);
            }
        }
    }

    @Test
    void onlyFirstFramesOfMessagesMaySayThatTheyAreCompressed() throws IOException {
        for (byte[] frames : List.of(
                Frames.frame(Frames.FIN | RSV1 | Opcode.PING, new byte[0]),
                Frames.concat(
                        Frames.frame(RSV1 | Opcode.TEXT, HELLO),
                        Frames.frame(Frames.FIN | RSV1 | Opcode.CONTINUATION, HELLO)),
                Frames.frame(Frames.FIN | 0x20 | Opcode.TEXT, HELLO))) {
            try (RawClient client = open()) {
                client.send(frames);

                assertThat(client.readFrame().closeCode()).isEqualTo(1002);
            }
        }
    }

    @Test
    void withoutAnOfferNothingIsCompressed() throws IOException {
        try (RawClient client = RawClient.connect(server)) {
            client.send(RawClient.upgradeRequest("/socket"));
            assertThat(client.readHead()).doesNotContain("Extensions");
            server.handler()
                    .socket()
                    .sendJoined(List.of(EncodedFrame.of(
                            MessageKind.TEXT, "again ".repeat(100).getBytes(UTF_8))));
            assertThat(client.readFrame().text()).startsWith("again again");

            client.send(Frames.frame(TEXT, HELLO));

            assertThat(client.readFrame().closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void offerIsDeclinedWhereCompressionIsOff() throws IOException {
        try (TestServer plain = TestServer.echo();
                RawClient client = RawClient.connect(plain)) {
            client.send(RawClient.upgradeRequest("/socket", "Sec-WebSocket-Extensions: permessage-deflate"));

            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ").doesNotContain("Extensions");
        }
    }

    private RawClient open() throws IOException {
        RawClient client = RawClient.connect(server);
        client.send(RawClient.upgradeRequest("/socket", "Sec-WebSocket-Extensions: permessage-deflate"));
        assertThat(client.readHead()).contains("permessage-deflate");
        return client;
    }

    private static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(plain);
        byte[] out = new byte[plain.length + 1_024];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        deflater.end();
        return Arrays.copyOf(out, length - 4);
    }
}

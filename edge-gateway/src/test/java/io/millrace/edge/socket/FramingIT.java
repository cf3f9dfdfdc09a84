package io.millrace.edge.socket;

import static io.millrace.edge.socket.Frames.FIN;
import static io.millrace.edge.socket.Frames.close;
import static io.millrace.edge.socket.Frames.concat;
import static io.millrace.edge.socket.Frames.frame;
import static io.millrace.edge.socket.Frames.hex;
import static io.millrace.edge.socket.Frames.repeat;
import static io.millrace.edge.socket.Frames.text;
import static io.millrace.edge.socket.Frames.withLength;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a client sends and what a server that echoes messages answers, over a real socket: RFC 6455 sections 5
/// to 8 in a table after the cases of the Autobahn test suite. Each row runs in one write and again in many.
class FramingIT {
    private static final String GREEK = "κόσμε";
    private static final byte[] SURROGATE = hex("cebae1bdb9cf83cebcceb5eda080656469746564");
    private static final int SMALL = 600;
    private static final int OPEN_AT_END = 4321;
    private static final byte[] END = close(OPEN_AT_END, "");
    private static final int PING = FIN | Opcode.PING;
    private static final int PONG = FIN | Opcode.PONG;
    private static final int CLOSE = FIN | Opcode.CLOSE;
    private static final int LAST = FIN | Opcode.CONTINUATION;

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.echo();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"messages", "control", "reserved", "fragments", "texts", "closing", "sizes"})
    void answersAsExpected(String name, byte[] sent, List<String> expected) throws IOException {
        assertThat(answers(sent, sent.length)).as("%s in one write", name).isEqualTo(expected);
        assertThat(answers(sent, sent.length <= SMALL ? 1 : sent.length / 7))
                .as("%s in many writes", name)
                .isEqualTo(expected);
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                row("empty text", text(""), "text "),
                row("empty binary", frame(FIN | Opcode.BINARY, new byte[0]), "binary "),
                row("text of 125 bytes", text("a".repeat(125)), "text 125 bytes"),
                row("text of 126 bytes", text("a".repeat(126)), "text 126 bytes"),
                row("text of 128 bytes", text("a".repeat(128)), "text 128 bytes"),
                row("text of 1 KiB", text("a".repeat(1024)), "text 1024 bytes"),
                row("text of 7 KiB", text("a".repeat(7 * 1024)), "text 7168 bytes"),
                row("text of 65535 bytes", text("a".repeat(65_535)), "text 65535 bytes"),
                row("text of 64 KiB", text("a".repeat(65_536)), "text 65536 bytes"),
                row("binary of 127 bytes", frame(FIN | Opcode.BINARY, repeat(0xFE, 127)), "binary 127 bytes"),
                row("binary of 64 KiB", frame(FIN | Opcode.BINARY, repeat(0xFE, 65_536)), "binary 65536 bytes"),
                row("two messages in a row", concat(text("one"), text("two")), "text one", "text two"));
    }

    static Stream<Arguments> control() {
        return Stream.of(
                row("empty ping", frame(PING, new byte[0]), "pong "),
                row("ping with payload", frame(PING, ascii("hello")), "pong hello"),
                row("ping with binary payload", frame(PING, hex("00fffefdfcfb00ff")), "pong \0ÿþýüû\0ÿ"),
                row("ping of 125 bytes", frame(PING, repeat('p', 125)), "pong 125 bytes"),
                row("ping of 126 bytes", frame(PING, repeat('p', 126)), "close 1002"),
                row("fragmented ping", frame(Opcode.PING, ascii("a")), "close 1002"),
                row("fragmented pong", frame(Opcode.PONG, ascii("a")), "close 1002"),
                row("unsolicited pong", concat(frame(PONG, ascii("a")), frame(PING, ascii("b"))), "pong b"),
                row("unsolicited empty pong", concat(frame(PONG, new byte[0]), text("after")), "text after"),
                row(
                        "ten pings",
                        concat(Stream.generate(() -> frame(PING, ascii("p")))
                                .limit(10)
                                .toArray(byte[][]::new)),
                        Stream.generate(() -> "pong p").limit(10).toArray(String[]::new)),
                row("unmasked text", Frames.unmasked(FIN | Opcode.TEXT, ascii("a")), "close 1002"),
                row("unmasked ping", Frames.unmasked(PING, ascii("a")), "close 1002"));
    }

    static Stream<Arguments> reserved() {
        return Stream.of(
                row("RSV3", frame(FIN | 0x10 | Opcode.TEXT, ascii("a")), "close 1002"),
                row("RSV2", frame(FIN | 0x20 | Opcode.TEXT, ascii("a")), "close 1002"),
                row("RSV1 without deflate", frame(FIN | 0x40 | Opcode.TEXT, ascii("a")), "close 1002"),
                row("all RSV on binary", frame(FIN | 0x70 | Opcode.BINARY, ascii("a")), "close 1002"),
                row("RSV on ping", frame(PING | 0x50, ascii("a")), "close 1002"),
                row("RSV on close", frame(CLOSE | 0x60, new byte[0]), "close 1002"),
                row(
                        "message, then RSV",
                        concat(text("ok"), frame(FIN | 0x40 | Opcode.TEXT, ascii("a"))),
                        "text ok",
                        "close 1002"),
                row("opcode 3", frame(FIN | 3, ascii("a")), "close 1002"),
                row("opcode 4", frame(FIN | 4, new byte[0]), "close 1002"),
                row(
                        "opcode 5 after a message",
                        concat(text("ok"), frame(FIN | 5, ascii("a"))),
                        "text ok",
                        "close 1002"),
                row("opcode 7", frame(FIN | 7, ascii("a")), "close 1002"),
                row("opcode 11", frame(FIN | 11, ascii("a")), "close 1002"),
                row("opcode 12", frame(FIN | 12, new byte[0]), "close 1002"),
                row("opcode 15", frame(FIN | 15, ascii("a")), "close 1002"));
    }

    static Stream<Arguments> fragments() {
        byte[] first = frame(Opcode.TEXT, ascii("frag"));
        byte[] last = frame(LAST, ascii("ment"));
        return Stream.of(
                row("text in two fragments", concat(first, last), "text fragment"),
                row(
                        "binary in two fragments",
                        concat(frame(Opcode.BINARY, ascii("a")), frame(LAST, ascii("b"))),
                        "binary ab"),
                row("ping between fragments", concat(first, frame(PING, ascii("p")), last), "pong p", "text fragment"),
                row(
                        "empty fragments",
                        concat(
                                frame(Opcode.TEXT, new byte[0]),
                                frame(Opcode.CONTINUATION, new byte[0]),
                                frame(LAST, new byte[0])),
                        "text "),
                row(
                        "empty, full, empty fragment",
                        concat(
                                frame(Opcode.TEXT, new byte[0]),
                                frame(Opcode.CONTINUATION, ascii("x")),
                                frame(LAST, new byte[0])),
                        "text x"),
                row("continuation of nothing", frame(LAST, ascii("a")), "close 1002"),
                row("unfinished continuation of nothing", frame(Opcode.CONTINUATION, ascii("a")), "close 1002"),
                row("continuation after the last", concat(first, last, last), "text fragment", "close 1002"),
                row("text inside fragmented text", concat(first, text("no")), "close 1002"),
                row(
                        "binary inside fragmented text",
                        concat(first, frame(FIN | Opcode.BINARY, ascii("no"))),
                        "close 1002"),
                row("close between fragments", concat(first, close(1000, "")), "close 1000"),
                row(
                        "1,024 fragments",
                        concat(
                                frame(Opcode.TEXT, ascii("a")),
                                concat(Stream.generate(() -> frame(Opcode.CONTINUATION, ascii("a")))
                                        .limit(1022)
                                        .toArray(byte[][]::new)),
                                frame(LAST, ascii("a"))),
                        "text 1024 bytes"),
                row(
                        "1,025 fragments",
                        concat(
                                frame(Opcode.TEXT, ascii("a")),
                                concat(Stream.generate(() -> frame(Opcode.CONTINUATION, new byte[0]))
                                        .limit(1024)
                                        .toArray(byte[][]::new))),
                        "close 1008"));
    }

    static Stream<Arguments> texts() {
        byte[] greek = GREEK.getBytes(UTF_8);
        byte[] smile = hex("f09f9880");
        return Stream.of(
                row("valid text", text(GREEK), "text " + latin(greek)),
                row(
                        "valid text cut inside a code point",
                        concat(
                                frame(Opcode.TEXT, Arrays.copyOf(greek, 3)),
                                frame(LAST, Arrays.copyOfRange(greek, 3, greek.length))),
                        "text " + latin(greek)),
                row(
                        "valid text, one byte per fragment",
                        concat(
                                frame(Opcode.TEXT, Arrays.copyOf(smile, 1)),
                                frame(Opcode.CONTINUATION, Arrays.copyOfRange(smile, 1, 2)),
                                frame(Opcode.CONTINUATION, Arrays.copyOfRange(smile, 2, 3)),
                                frame(LAST, Arrays.copyOfRange(smile, 3, 4))),
                        "text " + latin(smile)),
                row("last code point", frame(FIN | Opcode.TEXT, hex("f48fbfbf")), "text " + latin(hex("f48fbfbf"))),
                row("non-character U+FFFE", frame(FIN | Opcode.TEXT, hex("efbfbe")), "text " + latin(hex("efbfbe"))),
                row("surrogate", frame(FIN | Opcode.TEXT, SURROGATE), "close 1007"),
                row("surrogate in the first of two fragments", frame(Opcode.TEXT, SURROGATE), "close 1007"),
                row(
                        "surrogate in a frame that never ends",
                        Arrays.copyOf(frame(FIN | Opcode.TEXT, SURROGATE), 6 + 13),
                        "close 1007"),
                row("beyond U+10FFFF", frame(FIN | Opcode.TEXT, hex("f4908080")), "close 1007"),
                row("overlong slash", frame(FIN | Opcode.TEXT, hex("c0af")), "close 1007"),
                row("overlong in three bytes", frame(FIN | Opcode.TEXT, hex("e080af")), "close 1007"),
                row("lone tail byte", frame(FIN | Opcode.TEXT, hex("80")), "close 1007"),
                row("byte FE", frame(FIN | Opcode.TEXT, hex("41fe")), "close 1007"),
                row("half a code point", frame(FIN | Opcode.TEXT, hex("cebae1bd")), "close 1007"),
                row(
                        "half a code point over fragments",
                        concat(frame(Opcode.TEXT, hex("ce")), frame(LAST, new byte[0])),
                        "close 1007"),
                row(
                        "wrong tail in the next fragment",
                        concat(frame(Opcode.TEXT, hex("ce")), frame(Opcode.CONTINUATION, hex("41"))),
                        "close 1007"),
                row(
                        "anything as binary",
                        frame(FIN | Opcode.BINARY, hex("c0af80fe")),
                        "binary " + latin(hex("c0af80fe"))));
    }

    static Stream<Arguments> closing() {
        Stream<Arguments> valid = Stream.of(
                        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
                .map(code -> row("close " + code, close(code, "why"), "close " + code));
        Stream<Arguments> invalid = Stream.of(0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535)
                .map(code -> row("close " + code + ", which must not be sent", close(code, ""), "close 1002"));
        Stream<Arguments> others = Stream.of(
                row("empty close", frame(CLOSE, new byte[0]), "close 1005"),
                row("close with half a code", frame(CLOSE, hex("03")), "close 1002"),
                row("close with 123 bytes of reason", close(1000, "r".repeat(123)), "close 1000"),
                row("close with 124 bytes of reason", close(1000, "r".repeat(124)), "close 1002"),
                row("close reason that is not UTF-8", frame(CLOSE, concat(hex("03e8"), SURROGATE)), "close 1007"),
                row("fragmented close", frame(Opcode.CLOSE, hex("03e8")), "close 1002"),
                row("message after close", concat(close(1000, ""), text("late")), "close 1000"),
                row("ping after close", concat(close(1000, ""), frame(PING, new byte[0])), "close 1000"),
                row("two closes", concat(close(1000, ""), close(1001, "")), "close 1000"));
        return Stream.of(valid, invalid, others).flatMap(rows -> rows);
    }

    static Stream<Arguments> sizes() {
        return Stream.of(
                row("frame over the limit", frame(FIN | Opcode.TEXT, repeat('a', 65_537)), "close 1009"),
                row(
                        "only the header of a frame over the limit",
                        Arrays.copyOf(frame(FIN | Opcode.BINARY, new byte[65_537]), 14),
                        "close 1009"),
                row(
                        "message over the limit",
                        concat(frame(Opcode.TEXT, repeat('a', 65_536)), frame(LAST, repeat('a', 1))),
                        "close 1009"),
                row(
                        "frame of 2^63-1 bytes",
                        withLength(FIN | Opcode.BINARY, new byte[0], 127, Long.MAX_VALUE, 8),
                        "close 1009"),
                row(
                        "frame of 2^63 bytes",
                        withLength(FIN | Opcode.BINARY, new byte[0], 127, Long.MIN_VALUE, 8),
                        "close 1002"),
                row("short length in two bytes", withLength(FIN | Opcode.TEXT, ascii("a"), 126, 1, 2), "close 1002"),
                row("short length in eight bytes", withLength(FIN | Opcode.TEXT, ascii("a"), 127, 1, 8), "close 1002"));
    }

    /// What comes back for `sent` and a final close frame, which only open connections answer.
    private static List<String> answers(byte[] sent, int piece) throws IOException {
        List<String> answers = new ArrayList<>();
        try (RawClient client = RawClient.open(server)) {
            sendInPieces(client, concat(sent, END), piece);
            boolean closed = false;
            while (!closed) {
                RawClient.Frame frame = client.readFrame();
                closed = frame.isClose();
                if (!closed || frame.closeCode() != OPEN_AT_END) {
                    answers.add(shown(frame));
                }
            }
            assertThat(client.ends()).as("the server ends the connection").isTrue();
        }
        return answers;
    }

    private static void sendInPieces(RawClient client, byte[] sent, int piece) {
        try {
            for (int from = 0; from < sent.length; from += piece) {
                client.send(Arrays.copyOfRange(sent, from, Math.min(sent.length, from + piece)));
            }
        } catch (IOException closedEarly) {
            assertThat(piece).as("only pieces can come too late").isLessThan(sent.length);
        }
    }

    private static String shown(RawClient.Frame frame) {
        return switch (frame.firstByte() & ~FIN) {
            case Opcode.TEXT -> "text " + shown(frame.payload());
            case Opcode.BINARY -> "binary " + shown(frame.payload());
            case Opcode.PONG -> "pong " + shown(frame.payload());
            case Opcode.CLOSE -> "close " + frame.closeCode();
            default -> "unexpected " + frame.firstByte();
        };
    }

    private static String shown(byte[] payload) {
        return payload.length < 100 ? latin(payload) : payload.length + " bytes";
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static Arguments row(String name, byte[] sent, String... expected) {
        return arguments(name, sent, List.of(expected));
    }
}

package io.millrace.edge.socket;

import static io.millrace.edge.socket.Frames.FIN;
import static io.millrace.edge.socket.Frames.concat;
import static io.millrace.edge.socket.Frames.frame;
import static io.millrace.edge.socket.Frames.repeat;
import static io.millrace.edge.socket.Frames.text;
import static io.millrace.edge.socket.Frames.withLength;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private static final SocketSettings SETTINGS = SocketSettings.defaults();
    private static final byte[] SMILE = "\uD83D\uDE00".getBytes(UTF_8);

    private static final byte[] CONVERSATION = concat(
            text("hello"),
            frame(FIN | Opcode.BINARY, repeat(0xEE, 300)),
            frame(Opcode.TEXT, Arrays.copyOf(SMILE, 1)),
            frame(FIN | Opcode.PING, "now".getBytes(UTF_8)),
            frame(Opcode.CONTINUATION, new byte[0]),
            frame(Opcode.CONTINUATION, Arrays.copyOfRange(SMILE, 1, 3)),
            frame(FIN | Opcode.PONG, new byte[0]),
            frame(FIN | Opcode.CONTINUATION, Arrays.copyOfRange(SMILE, 3, 4)),
            text(""),
            frame(FIN | Opcode.BINARY, new byte[0]),
            Frames.close(4000, "früh"),
            text("ignored"));

    private static final List<String> FOUND = List.of(
            "TEXT hello",
            "BINARY 300 bytes, hash " + Arrays.hashCode(repeat(0xEE, 300)),
            "ping now",
            "pong ",
            "TEXT ð\u009f\u0098\u0080",
            "TEXT ",
            "BINARY ",
            "close 4000 früh");

    @Test
    void findsTheConversation() {
        assertThat(Transcript.of(SETTINGS, CONVERSATION)).isEqualTo(FOUND);
    }

    @Test
    void findsTheSameCutAtEveryByte() {
        int[] everywhere = IntStream.range(1, CONVERSATION.length).toArray();

        assertThat(Transcript.of(SETTINGS, CONVERSATION, everywhere)).isEqualTo(FOUND);
    }

    @Test
    void findsTheSameCutAtAnyOneByte() {
        for (int cut = 0; cut <= CONVERSATION.length; cut++) {
            assertThat(Transcript.of(SETTINGS, CONVERSATION, cut))
                    .as("cut at %d", cut)
                    .isEqualTo(FOUND);
        }
    }

    @Test
    void findsTheSameInDamagedConversationsHoweverCut() {
        Random random = new Random(11);
        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = CONVERSATION.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            List<String> whole = Transcript.of(SETTINGS, damaged);
            int[] cuts = random.ints(1 + round % 20, 0, damaged.length).sorted().toArray();

            assertThat(Transcript.of(SETTINGS, damaged, cuts)).isEqualTo(whole);
        }
    }

    @Test
    void refusesASizeBeforeItsPayload() {
        byte[] header = Arrays.copyOf(frame(FIN | Opcode.BINARY, new byte[65_537]), 14);

        assertThat(Transcript.of(SETTINGS, header)).containsExactly("violation 1009 frame over 65536 bytes");
    }

    @Test
    void refusesTheFragmentThatWouldExceedTheMessage() {
        byte[] first = frame(Opcode.BINARY, new byte[60_000]);
        byte[] header = Arrays.copyOf(frame(FIN | Opcode.CONTINUATION, new byte[5_537]), 8);

        assertThat(Transcript.of(SETTINGS, concat(first, header)))
                .containsExactly("violation 1009 message over 65536 bytes");
    }

    @Test
    void takesAMessageOfExactlyTheLimit() {
        byte[] stream =
                concat(frame(Opcode.TEXT, repeat('a', 65_535)), frame(FIN | Opcode.CONTINUATION, repeat('a', 1)));

        assertThat(Transcript.of(SETTINGS, stream))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("TEXT 65536 bytes");
    }

    @Test
    void refusesTooManyFragments() {
        SocketSettings three = SETTINGS.withLimits(65_536, 65_536, 3);
        byte[] more = frame(Opcode.CONTINUATION, new byte[0]);

        assertThat(Transcript.of(three, concat(frame(Opcode.TEXT, new byte[0]), more, more)))
                .isEmpty();
        assertThat(Transcript.of(three, concat(frame(Opcode.TEXT, new byte[0]), more, more, more)))
                .containsExactly("violation 1008 message in more than 3 fragments");
    }

    @Test
    void refusesLengthsThatAreNotInTheirShortestForm() {
        byte[] payload = repeat('a', 125);

        assertThat(Transcript.of(SETTINGS, withLength(FIN | Opcode.TEXT, payload, 126, 125, 2)))
                .containsExactly("violation 1002 length not in its shortest form");
        assertThat(Transcript.of(SETTINGS, withLength(FIN | Opcode.TEXT, payload, 127, 65_535, 8)))
                .containsExactly("violation 1002 length not in its shortest form");
        assertThat(Transcript.of(SETTINGS, withLength(FIN | Opcode.TEXT, payload, 127, Long.MIN_VALUE, 8)))
                .containsExactly("violation 1002 length over 63 bits");
    }

    @Test
    void refusesTheLargestLengthAsTooBig() {
        assertThat(Transcript.of(SETTINGS, withLength(FIN | Opcode.TEXT, new byte[0], 127, Long.MAX_VALUE, 8)))
                .containsExactly("violation 1009 frame over 65536 bytes");
    }

    @Test
    void refusesInvalidTextBeforeTheFrameIsComplete() {
        byte[] frame = frame(FIN | Opcode.TEXT, concat("ok".getBytes(UTF_8), Frames.hex("eda080"), repeat('a', 100)));
        byte[] untilSecondByteOfSurrogate = Arrays.copyOf(frame, 6 + 4);

        assertThat(Transcript.of(SETTINGS, untilSecondByteOfSurrogate))
                .containsExactly("violation 1007 text is not UTF-8");
    }

    @Test
    void refusesTextThatEndsInsideACodePoint() {
        byte[] half = Arrays.copyOf(SMILE, 2);

        assertThat(Transcript.of(SETTINGS, frame(FIN | Opcode.TEXT, half)))
                .containsExactly("violation 1007 text is not UTF-8");
        assertThat(Transcript.of(
                        SETTINGS, concat(frame(Opcode.TEXT, half), frame(FIN | Opcode.CONTINUATION, new byte[0]))))
                .containsExactly("violation 1007 text is not UTF-8");
    }

    @Test
    void doesNotReserveWhatAHeaderOnlyPromises() {
        FrameDecoder decoder = new FrameDecoder(SETTINGS, false, new Transcript());
        byte[] begun = Arrays.copyOf(frame(FIN | Opcode.BINARY, new byte[60_000]), 20);

        decoder.decode(begun, begun.length);

        assertThat(decoder.buffered()).isLessThan(1_000);
    }

    @Test
    void keepsNothingBetweenMessages() {
        FrameDecoder decoder = new FrameDecoder(SETTINGS, false, new Transcript());
        byte[] large = frame(FIN | Opcode.BINARY, new byte[60_000]);
        byte[] head = Arrays.copyOf(large, 30_000);
        byte[] tail = Arrays.copyOfRange(large, 30_000, large.length);

        decoder.decode(head, head.length);
        decoder.decode(tail, tail.length);

        assertThat(decoder.buffered()).isZero();
    }

    @Test
    void ignoresEverythingAfterAViolation() {
        Transcript transcript = new Transcript();
        FrameDecoder decoder = new FrameDecoder(SETTINGS, false, transcript);
        byte[] bad = {0x7F};

        assertThatThrownBy(() -> decoder.decode(bad, 1)).isInstanceOf(ProtocolViolation.class);
        byte[] good = text("late");
        decoder.decode(good, good.length);

        assertThat(decoder.isFinished()).isTrue();
        assertThat(transcript.lines).isEmpty();
    }
}

package io.millrace.edge.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever is joined and compressed reads as what was joined.
class CompressedFrameTest {
    private static final String LONG = "{\"push\":{\"channel\":\"chat:lobby\"}} ".repeat(40);

    @Test
    void longTextGetsShorter() {
        EncodedFrame frame = EncodedFrame.compress(List.of(text(LONG)));

        assertThat(frame.bytes()[0] & 0xFF).isEqualTo(0xC1);
        assertThat(frame.length()).isLessThan(LONG.length() / 5);
        assertThat(plain(frame)).isEqualTo(LONG);
    }

    @Test
    void whatWouldNotGetShorterStaysAsItIs() {
        EncodedFrame small = text("{}");
        byte[] noise = new byte[5_000];
        new Random(2).nextBytes(noise);
        EncodedFrame random = EncodedFrame.of(MessageKind.BINARY, noise);

        assertThat(EncodedFrame.compress(List.of(small))).isSameAs(small);
        assertThat(EncodedFrame.compress(List.of(random))).isSameAs(random);
        assertThat(EncodedFrame.compress(List.of(small, small)).payload())
                .asString(UTF_8)
                .isEqualTo("{}\n{}");
    }

    @Test
    void controlFramesAreNeverCompressed() {
        EncodedFrame ping = EncodedFrame.ping(new byte[100]);

        assertThat(EncodedFrame.compress(List.of(ping))).isSameAs(ping);
    }

    @Test
    void joinedMessagesReadAsIfJoinedInTheClear() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            MessageKind kind = random.nextBoolean() ? MessageKind.TEXT : MessageKind.BINARY;
            List<EncodedFrame> frames = new ArrayList<>();
            for (int count = random.nextInt(1, 9); count > 0; count--) {
                frames.add(EncodedFrame.of(kind, payload(random)));
            }

            assertThat(plain(EncodedFrame.compress(frames)))
                    .as("round %d", round)
                    .isEqualTo(new String(EncodedFrame.join(frames).payload(), UTF_8));
        }
    }

    private static byte[] payload(Random random) {
        int length = random.nextInt(4) == 0 ? random.nextInt(140_000) : random.nextInt(300);
        byte[] payload = new byte[length];
        if (random.nextInt(3) == 0) {
            for (int index = 0; index < length; index++) {
                payload[index] = (byte) ('a' + random.nextInt(26));
            }
        } else {
            Arrays.fill(payload, (byte) ('a' + random.nextInt(26)));
        }
        return payload;
    }

    private static EncodedFrame text(String text) {
        return EncodedFrame.of(MessageKind.TEXT, text.getBytes(UTF_8));
    }

    private static String plain(EncodedFrame frame) {
        byte[] payload = frame.payload();
        boolean compressed = (frame.bytes()[0] & 0x40) != 0;
        return new String(compressed ? Inflation.inflate(payload, payload.length, 4 << 20) : payload, UTF_8);
    }
}

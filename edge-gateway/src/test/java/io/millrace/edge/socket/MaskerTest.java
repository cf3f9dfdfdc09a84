package io.millrace.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskerTest {
    private static final int KEY = 0x12A437F1;

    @Test
    void agreesWithTheDefinitionForAllLengthsAndPhases() {
        Random random = new Random(1);
        for (int length = 0; length < 70; length++) {
            for (int phase = 0; phase < 9; phase++) {
                byte[] source = new byte[length + 3];
                random.nextBytes(source);
                byte[] expected = byDefinition(source, 3, length, phase);
                byte[] target = new byte[length + 5];

                Masker.unmask(source, 3, target, 5, length, KEY, phase);

                assertThat(Arrays.copyOfRange(target, 5, 5 + length)).isEqualTo(expected);
            }
        }
    }

    @Test
    void movesDownInsideOneArray() {
        Random random = new Random(2);
        for (int distance = 0; distance < 20; distance++) {
            byte[] bytes = new byte[100];
            random.nextBytes(bytes);
            byte[] expected = byDefinition(bytes, distance, 71, 0);

            Masker.unmask(bytes, distance, bytes, 0, 71, KEY, 0);

            assertThat(Arrays.copyOf(bytes, 71)).isEqualTo(expected);
        }
    }

    /// Per byte, a frame 64 times as long may not cost much more; quadratic work would cost 64 times as much.
    @Test
    void costPerByteDoesNotGrowWithTheFrame() {
        long small = Long.MAX_VALUE;
        long large = Long.MAX_VALUE;
        for (int round = 0; round < 15; round++) {
            small = Math.min(small, nanosForFrames(64, 64 * 1024));
            large = Math.min(large, nanosForFrames(1, 64 * 64 * 1024));
        }

        assertThat((double) large / small).isLessThan(8);
    }

    /// Feeds the decoder pieces of 8 KiB, as the network does.
    private static long nanosForFrames(int count, int length) {
        SocketSettings settings = TestServer.SETTINGS.withLimits(length, length, 1);
        byte[] frame = Frames.frame(Frames.FIN | Opcode.BINARY, new byte[length]);
        FrameDecoder decoder = new FrameDecoder(settings, false, new Transcript());
        long start = System.nanoTime();
        for (int index = 0; index < count; index++) {
            for (int from = 0; from < frame.length; from += 8192) {
                byte[] chunk = Arrays.copyOfRange(frame, from, Math.min(frame.length, from + 8192));
                decoder.decode(chunk, chunk.length);
            }
        }
        return System.nanoTime() - start;
    }

    private static byte[] byDefinition(byte[] source, int from, int length, int phase) {
        byte[] result = new byte[length];
        for (int index = 0; index < length; index++) {
            result[index] = (byte) (source[from + index] ^ (KEY >>> (8 * (3 - ((index + phase) & 3)))));
        }
        return result;
    }
}

package io.millrace.moderation.text;

import java.util.Arrays;

/// What is left of a text so that later ones can be compared with it. Only letters and digits count,
/// look-alikes as Latin letters.
///
/// @param exact equal for equal texts, and for different ones hardly ever
/// @param similar the fewer bits differ, the more groups of neighbouring letters two texts share (a simhash)
/// @param length letters and digits; those of scripts that write without spaces count twice
public record Fingerprint(long exact, long similar, int length) {

    /// Of long texts only the beginning decides what is similar.
    private static final int MOST_COMPARED = 2_000;

    private static final int GROUP = 3;
    private static final int LANES = 8;
    private static final int LANE_FULL = 255;

    /// For each byte, its bits as one lane each: lowest bit in the lowest byte.
    private static final long[] LANES_OF = lanes();

    /// Of a folded text.
    public static Fingerprint of(FoldedText text) {
        Builder builder = new Builder();
        for (int i = 0; i < text.length(); i++) {
            builder.add(text.latin(i), text.isWord(i));
        }
        return builder.finish();
    }

    /// Number of bits in which [#similar] differs, 0 to 64; unrelated texts have about 30.
    public int distance(Fingerprint other) {
        return distance(similar, other.similar);
    }

    /// The same of two stored values.
    public static int distance(long similar, long other) {
        return Long.bitCount(similar ^ other);
    }

    private static long[] lanes() {
        long[] lanes = new long[256];
        for (int value = 0; value < lanes.length; value++) {
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                lanes[value] |= ((value >> bit) & 1L) << (bit * Byte.SIZE);
            }
        }
        return lanes;
    }

    /// Spreads every bit of the input over the whole result.
    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }

    private static final class Builder {

        private final long[] lanes = new long[LANES];
        private final int[] counts = new int[Long.SIZE];
        private final int[] group = new int[GROUP];
        private int inLanes;
        private int groups;
        private int compared;
        private long exact;
        private int length;
        private boolean inWord;

        void add(int codePoint, boolean word) {
            if (!word) {
                inWord = false;
                return;
            }
            if (!inWord && length > 0) {
                compare(' ');
            }
            inWord = true;
            exact = mixed(exact + codePoint + 1);
            length += Letters.isUnspaced(codePoint) ? 2 : 1;
            // Letters drawn out make no other word.
            if (group[GROUP - 1] != codePoint) {
                compare(codePoint);
            }
        }

        private void compare(int codePoint) {
            if (compared == MOST_COMPARED) {
                return;
            }
            System.arraycopy(group, 1, group, 0, GROUP - 1);
            group[GROUP - 1] = codePoint;
            if (++compared >= GROUP) {
                long hash = 0;
                for (int part : group) {
                    hash = mixed(hash + part);
                }
                count(hash);
            }
        }

        /// Adds each bit to its counter; eight counters of a byte each share a long until one could be full.
        private void count(long hash) {
            for (int lane = 0; lane < LANES; lane++) {
                lanes[lane] += LANES_OF[(int) (hash >>> (lane * Byte.SIZE)) & 0xFF];
            }
            groups++;
            if (++inLanes == LANE_FULL) {
                empty();
            }
        }

        private void empty() {
            for (int bit = 0; bit < Long.SIZE; bit++) {
                counts[bit] += (int) (lanes[bit / Byte.SIZE] >>> (bit % Byte.SIZE * Byte.SIZE)) & 0xFF;
            }
            Arrays.fill(lanes, 0);
            inLanes = 0;
        }

        Fingerprint finish() {
            empty();
            long similar = 0;
            for (int bit = 0; bit < Long.SIZE; bit++) {
                if (counts[bit] * 2 > groups) {
                    similar |= 1L << bit;
                }
            }
            return new Fingerprint(exact, similar, length);
        }
    }
}

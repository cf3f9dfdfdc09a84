package io.millrace.edge.delta;

import java.util.Arrays;

/// Where in a source each aligned block of eight bytes lies. Not thread-safe.
///
/// A window of eight bytes fits into a long, which therefore is its own rolling hash: two windows are the same
/// if and only if their longs are.
final class BlockIndex {

    /// Bytes of a block, and of the window that slides over the target.
    static final int BLOCK = 8;

    /// Places tried for one window: a source that repeats itself must not make the search slow.
    private static final int MOST_CANDIDATES = 32;

    private static final int NONE = -1;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final byte[] source;
    private final long[] blocks;
    private final int[] heads;
    private final int[] next;
    private final int shift;

    BlockIndex(byte[] source) {
        int count = source.length / BLOCK;
        this.source = source;
        this.blocks = new long[count];
        this.next = new int[count];
        int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(count));
        this.shift = Long.SIZE - bits;
        this.heads = new int[1 << bits];
        Arrays.fill(heads, NONE);
        // From the end, so that the first block of a chain is the foremost one.
        for (int block = count - 1; block >= 0; block--) {
            long window = window(source, block * BLOCK);
            int slot = slot(window);
            blocks[block] = window;
            next[block] = heads[slot];
            heads[slot] = block;
        }
    }

    /// The window that begins there.
    static long window(byte[] bytes, int from) {
        long window = 0;
        for (int i = from; i < from + BLOCK; i++) {
            window = slide(window, bytes[i]);
        }
        return window;
    }

    /// The window one byte further.
    static long slide(long window, byte entering) {
        return (window << Byte.SIZE) | (entering & 0xFF);
    }

    /// The place of the block with that content whose match goes on longest, or -1 when there is none.
    ///
    /// @param target bytes in which the window begins at `at`
    int longest(long window, byte[] target, int at, int end) {
        int best = NONE;
        int bestLength = 0;
        int candidates = MOST_CANDIDATES;
        for (int block = heads[slot(window)]; block != NONE && candidates > 0; block = next[block]) {
            // Those of another content count too: whoever chooses the data could put every block into one slot.
            candidates--;
            if (blocks[block] == window) {
                int length = common(block * BLOCK, target, at, end);
                if (length > bestLength) {
                    bestLength = length;
                    best = block * BLOCK;
                }
            }
        }
        return best;
    }

    /// How many bytes from there on are the same.
    int common(int from, byte[] target, int at, int end) {
        int most = Math.min(source.length - from, end - at);
        int differs = Arrays.mismatch(source, from, from + most, target, at, at + most);
        return differs < 0 ? most : differs;
    }

    private int slot(long window) {
        return (int) ((window * GOLDEN) >>> shift);
    }
}

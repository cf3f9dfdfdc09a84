package io.millrace.edge.delta;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Makes deltas in the format of the Fossil version control system, which the client protocol takes over
/// (protocol section 8): the length of the target, copies out of the source, inserted bytes, and a checksum of
/// the target.
public final class FossilDelta {

    /// A shorter copy is no shorter than what it copies.
    private static final int SHORTEST_COPY = 8;

    /// Bytes of a UTF-8 character after its first, at most.
    private static final int CONTINUATIONS = 3;

    private final byte[] source;
    private final byte[] target;
    private final boolean text;
    private final DeltaBuffer out;
    private int written;

    private FossilDelta(byte[] source, byte[] target, boolean text) {
        this.source = source;
        this.target = target;
        this.text = text;
        this.out = new DeltaBuffer(target.length);
    }

    /// The delta that leads from one payload to another.
    ///
    /// @param text whether the target is UTF-8, of which inserted bytes must be too: the delta travels as text
    /// @return null when it would not be shorter than the target itself
    public static byte @Nullable [] between(byte[] source, byte[] target, boolean text) {
        return new FossilDelta(source, target, text).encode();
    }

    private byte @Nullable [] encode() {
        out.number(target.length);
        out.symbol('\n');
        int prefix = start(common());
        int suffix = suffix(prefix);
        if (prefix >= SHORTEST_COPY) {
            copy(0, 0, prefix);
        }
        matchMiddle(target.length - suffix);
        if (suffix >= SHORTEST_COPY) {
            copy(source.length - suffix, target.length - suffix, suffix);
        }
        insertUpTo(target.length);
        out.number(checksum(target));
        out.symbol(';');
        return out.finish();
    }

    /// What both begin with and end with needs no search, and is most of it where only a counter changes.
    private int common() {
        int differs = Arrays.mismatch(source, target);
        return differs < 0 ? target.length : Math.min(differs, Math.min(source.length, target.length));
    }

    private int suffix(int prefix) {
        int most = Math.min(source.length, target.length) - prefix;
        int length = 0;
        while (length < most && source[source.length - 1 - length] == target[target.length - 1 - length]) {
            length++;
        }
        return target.length - end(target.length - length);
    }

    private void matchMiddle(int end) {
        if (end - written < BlockIndex.BLOCK || source.length < BlockIndex.BLOCK) {
            return;
        }
        BlockIndex index = new BlockIndex(source);
        int at = written;
        long window = BlockIndex.window(target, at);
        while (true) {
            int found = index.longest(window, target, at, end);
            int next = found < 0 ? at + 1 : Math.max(at + 1, take(index, found, at, end));
            if (next + BlockIndex.BLOCK > end || out.isFull()) {
                return;
            }
            window = next == at + 1
                    ? BlockIndex.slide(window, target[at + BlockIndex.BLOCK])
                    : BlockIndex.window(target, next);
            at = next;
        }
    }

    /// Copies the match around a window, if it is worth it, and says where in the target it ends.
    private int take(BlockIndex index, int found, int at, int end) {
        int back = 0;
        while (found > back && at - back > written && source[found - back - 1] == target[at - back - 1]) {
            back++;
        }
        int from = end(at - back);
        int to = start(at + index.common(found, target, at, end));
        if (to - from >= SHORTEST_COPY) {
            copy(found - at + from, from, to - from);
        }
        return to;
    }

    private void copy(int from, int at, int length) {
        insertUpTo(at);
        out.number(length);
        out.symbol('@');
        out.number(from);
        out.symbol(',');
        written = at + length;
    }

    private void insertUpTo(int end) {
        if (end > written) {
            out.number(end - written);
            out.symbol(':');
            out.bytes(target, written, end);
            written = end;
        }
    }

    /// The beginning of the character that a place in the target lies in.
    private int start(int at) {
        int boundary = at;
        int most = text ? CONTINUATIONS : 0;
        while (boundary > at - most && boundary > 0 && isContinuation(boundary)) {
            boundary--;
        }
        return boundary;
    }

    /// The first beginning of a character from a place in the target on.
    private int end(int at) {
        int boundary = at;
        int most = text ? CONTINUATIONS : 0;
        while (boundary < at + most && isContinuation(boundary)) {
            boundary++;
        }
        return boundary;
    }

    private boolean isContinuation(int at) {
        return at < target.length && (target[at] & 0xC0) == 0x80;
    }

    /// Sum of the big-endian 32-bit words, the last one filled with zeros.
    static long checksum(byte[] bytes) {
        int sum = 0;
        for (int i = 0; i < bytes.length; i++) {
            sum += (bytes[i] & 0xFF) << ((3 - i % 4) * Byte.SIZE);
        }
        return Integer.toUnsignedLong(sum);
    }
}

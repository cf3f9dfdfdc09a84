package io.millrace.edge.protocol;

import java.util.Arrays;

/// A growing byte array for one encoded reply. Owned by the call that encodes.
final class WireBuffer {

    private static final int MAX_VARINT = 10;
    private static final int VARINT_BITS = 7;
    private static final int CONTINUES = 0x80;

    private byte[] bytes;
    private int length;

    WireBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    int length() {
        return length;
    }

    byte last() {
        return bytes[length - 1];
    }

    void put(int value) {
        ensure(1);
        bytes[length++] = (byte) value;
    }

    void put(byte[] source) {
        put(source, 0, source.length);
    }

    void put(byte[] source, int from, int to) {
        ensure(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    /// Writes `value` as an unsigned base-128 number.
    void putVarint(long value) {
        ensure(MAX_VARINT);
        long rest = value;
        while ((rest & -CONTINUES) != 0) {
            bytes[length++] = (byte) (rest | CONTINUES);
            rest >>>= VARINT_BITS;
        }
        bytes[length++] = (byte) rest;
    }

    /// Puts the length of everything from `start` on in front of it, where one byte was kept free for it.
    void putLengthBefore(int start) {
        int size = length - start;
        int extra = 0;
        for (int rest = size >>> VARINT_BITS; rest != 0; rest >>>= VARINT_BITS) {
            extra++;
        }
        if (extra > 0) {
            ensure(extra);
            System.arraycopy(bytes, start, bytes, start + extra, size);
        }
        length = start - 1;
        putVarintAt(size);
        length += size;
    }

    private void putVarintAt(int value) {
        int rest = value;
        while (rest >= CONTINUES) {
            bytes[length++] = (byte) (rest | CONTINUES);
            rest >>>= VARINT_BITS;
        }
        bytes[length++] = (byte) rest;
    }

    byte[] toByteArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}

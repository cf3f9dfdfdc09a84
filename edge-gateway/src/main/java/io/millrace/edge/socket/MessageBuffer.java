package io.millrace.edge.socket;

import java.util.Arrays;

/// Collects a message that did not arrive in one piece. Grows with what really arrived, never with what a
/// header promises, and keeps nothing between messages. Single-threaded.
final class MessageBuffer {
    private static final byte[] NOTHING = {};
    private static final int SMALLEST = 256;

    private final int limit;
    private byte[] bytes = NOTHING;
    private int size;

    /// @param limit bytes it will be asked to hold at most
    MessageBuffer(int limit) {
        this.limit = limit;
    }

    /// Appends masked payload in the clear.
    void append(byte[] source, int from, int length, int key, int phase) {
        reserve(size + length);
        Masker.unmask(source, from, bytes, size, length, key, phase);
        size += length;
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /// Bytes of memory held.
    int capacity() {
        return bytes.length;
    }

    void release() {
        bytes = NOTHING;
        size = 0;
    }

    private void reserve(int wanted) {
        if (wanted > bytes.length) {
            int doubled = Math.min(limit, Math.max(SMALLEST, bytes.length * 2));
            bytes = Arrays.copyOf(bytes, Math.max(wanted, doubled));
        }
    }
}

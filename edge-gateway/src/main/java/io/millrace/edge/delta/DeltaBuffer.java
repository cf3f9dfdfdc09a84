package io.millrace.edge.delta;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes a delta as long as it is shorter than its target; what comes afterwards is dropped. Not thread-safe.
final class DeltaBuffer {

    private static final byte[] DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGIT_BITS = 6;

    private final byte[] bytes;
    private int length;
    private boolean full;

    /// @param tooLong length that the delta must stay below
    DeltaBuffer(int tooLong) {
        this.bytes = new byte[Math.max(0, tooLong - 1)];
    }

    boolean isFull() {
        return full;
    }

    void symbol(char ascii) {
        if (fits(1)) {
            bytes[length++] = (byte) ascii;
        }
    }

    /// Six bits for each digit, the highest first.
    ///
    /// @param value not negative
    void number(long value) {
        int digits = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + DIGIT_BITS - 1) / DIGIT_BITS);
        if (fits(digits)) {
            for (int shift = (digits - 1) * DIGIT_BITS; shift >= 0; shift -= DIGIT_BITS) {
                bytes[length++] = DIGITS[(int) ((value >>> shift) & 63)];
            }
        }
    }

    void bytes(byte[] from, int start, int end) {
        if (fits(end - start)) {
            System.arraycopy(from, start, bytes, length, end - start);
            length += end - start;
        }
    }

    /// The delta, or null when it did not stay short enough.
    byte @Nullable [] finish() {
        return full ? null : Arrays.copyOf(bytes, length);
    }

    private boolean fits(int more) {
        full = full || more > bytes.length - length;
        return !full;
    }
}

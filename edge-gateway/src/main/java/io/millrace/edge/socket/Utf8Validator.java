package io.millrace.edge.socket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Validates UTF-8 (RFC 3629) piece by piece and finds the first byte that no valid text can continue with.
/// Overlong forms, surrogates and code points above U+10FFFF are told at their second byte, as RFC 6455 section
/// 8.1 asks for in tests of fail-fast behaviour. Single-threaded.
final class Utf8Validator {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final int LOWEST_TAIL = 0x80;
    private static final int HIGHEST_TAIL = 0xBF;

    private int missing;
    private int lowest = LOWEST_TAIL;
    private int highest = HIGHEST_TAIL;

    /// Takes the next bytes of the text.
    ///
    /// @return whether the text may still become valid
    boolean accept(byte[] bytes, int from, int to) {
        int position = from;
        while (position < to) {
            if (missing == 0) {
                position = skipAscii(bytes, position, to);
                if (position == to) {
                    return true;
                }
            }
            int next = bytes[position++] & 0xFF;
            if (missing == 0 ? !lead(next) : !tail(next)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the text so far ends with a whole code point.
    boolean isComplete() {
        return missing == 0;
    }

    void reset() {
        missing = 0;
        lowest = LOWEST_TAIL;
        highest = HIGHEST_TAIL;
    }

    private static int skipAscii(byte[] bytes, int from, int to) {
        int position = from;
        while (position <= to - Long.BYTES && ((long) LONGS.get(bytes, position) & HIGH_BITS) == 0) {
            position += Long.BYTES;
        }
        while (position < to && bytes[position] >= 0) {
            position++;
        }
        return position;
    }

    private boolean lead(int next) {
        if (next < 0xC2 || next > 0xF4) {
            return false;
        }
        if (next < 0xE0) {
            missing = 1;
        } else if (next < 0xF0) {
            missing = 2;
            lowest = next == 0xE0 ? 0xA0 : LOWEST_TAIL;
            highest = next == 0xED ? 0x9F : HIGHEST_TAIL;
        } else {
            missing = 3;
            lowest = next == 0xF0 ? 0x90 : LOWEST_TAIL;
            highest = next == 0xF4 ? 0x8F : HIGHEST_TAIL;
        }
        return true;
    }

    private boolean tail(int next) {
        if (next < lowest || next > highest) {
            return false;
        }
        missing--;
        lowest = LOWEST_TAIL;
        highest = HIGHEST_TAIL;
        return true;
    }
}

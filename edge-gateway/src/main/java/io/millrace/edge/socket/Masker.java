package io.millrace.edge.socket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Removes the mask of client frames (RFC 6455 section 5.3), eight bytes at a time.
final class Masker {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long LOW_INT = 0xFFFF_FFFFL;

    private Masker() {}

    /// Copies masked bytes in the clear. Source and target may be the same array as long as `to` is not behind
    /// `from`.
    ///
    /// @param key the four key bytes, first one highest
    /// @param phase how many payload bytes of the frame came before
    static void unmask(byte[] source, int from, byte[] target, int to, int length, int key, int phase) {
        int turned = Integer.rotateLeft(key, Byte.SIZE * (phase & 3));
        long wide = ((long) turned << Integer.SIZE) | (turned & LOW_INT);
        int done = 0;
        for (; done <= length - Long.BYTES; done += Long.BYTES) {
            LONGS.set(target, to + done, (long) LONGS.get(source, from + done) ^ wide);
        }
        for (; done < length; done++) {
            int shift = Byte.SIZE * (3 - (done & 3));
            target[to + done] = (byte) (source[from + done] ^ (turned >>> shift));
        }
    }
}

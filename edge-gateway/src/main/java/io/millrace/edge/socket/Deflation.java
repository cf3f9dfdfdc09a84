package io.millrace.edge.socket;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.Deflater;

/// Makes the parts of compressed messages (RFC 7692 section 7.2.1).
///
/// A part is a row of whole DEFLATE blocks (RFC 1951) that end at a byte and refer to nothing before: parts of
/// several messages can be put one after the other, and each is made once for all its receivers. Deflaters hold
/// native memory; there are no more idle ones than processors. Thread-safe.
final class Deflation {
    /// Shorter payloads gain nothing.
    private static final int WORTHWHILE = 96;

    private static final int LONGEST_STORED = 0xFFFF;
    private static final ArrayBlockingQueue<Deflater> IDLE =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    private Deflation() {}

    /// One part. Ends with an empty stored block, of which the last part of a message loses all but the first
    /// byte.
    static byte[] part(byte[] bytes, int from, int length) {
        ByteArrayOutputStream part = new ByteArrayOutputStream(length / 2 + 16);
        if (length >= WORTHWHILE) {
            deflate(bytes, from, length, part);
        }
        if (length < WORTHWHILE || part.size() > length) {
            part.reset();
            store(bytes, from, length, part);
            store(bytes, from, 0, part);
        }
        return part.toByteArray();
    }

    /// Fastest level: what is sent to many is small, and more effort gains little on it.
    private static void deflate(byte[] bytes, int from, int length, ByteArrayOutputStream part) {
        Deflater idle = IDLE.poll();
        Deflater deflater = idle == null ? new Deflater(Deflater.BEST_SPEED, true) : idle;
        try {
            byte[] buffer = new byte[Math.min(length, 8_192)];
            deflater.setInput(bytes, from, length);
            int written = buffer.length;
            while (written == buffer.length) {
                written = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
                part.write(buffer, 0, written);
            }
        } finally {
            deflater.reset();
            if (!IDLE.offer(deflater)) {
                deflater.end();
            }
        }
    }

    private static void store(byte[] bytes, int from, int length, ByteArrayOutputStream part) {
        int position = from;
        do {
            int block = Math.min(LONGEST_STORED, from + length - position);
            part.write(0);
            part.write(block);
            part.write(block >> Byte.SIZE);
            part.write(~block);
            part.write(~block >> Byte.SIZE);
            part.write(bytes, position, block);
            position += block;
        } while (position < from + length);
    }
}

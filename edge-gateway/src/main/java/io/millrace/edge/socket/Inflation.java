package io.millrace.edge.socket;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Messages that arrive compressed (RFC 7692 section 7.2.2). Inflaters hold native memory and belong to nobody
/// between messages; there are no more idle ones than processors. Thread-safe.
final class Inflation {
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};
    private static final int SMALLEST = 512;
    private static final int USUAL_RATIO = 4;

    /// A message ends its stream at most once in practice (section 7.2.3.4); each end costs a reset.
    private static final int MOST_ENDS = 8;

    private static final ArrayBlockingQueue<Inflater> IDLE =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    private final Inflater inflater;
    private final int limit;
    private byte[] plain;
    private int size;
    private int ends;

    private Inflation(Inflater inflater, int limit, int expected) {
        this.inflater = inflater;
        this.limit = limit;
        this.plain = new byte[Math.min(limit + 1, Math.max(SMALLEST, expected))];
    }

    /// The message in the clear.
    ///
    /// @param limit of its length in bytes
    /// @throws ProtocolViolation with 1009 when it is longer, with 1007 when it is not compressed data
    static byte[] inflate(byte[] bytes, int length, int limit) {
        Inflater idle = IDLE.poll();
        Inflater inflater = idle == null ? new Inflater(true) : idle;
        try {
            Inflation inflation = new Inflation(inflater, limit, length * USUAL_RATIO);
            inflation.add(bytes, length);
            inflation.add(TAIL, TAIL.length);
            return Arrays.copyOf(inflation.plain, inflation.size);
        } catch (DataFormatException malformed) {
            throw new ProtocolViolation(CloseCodes.INVALID_PAYLOAD, "compressed message is malformed");
        } finally {
            inflater.reset();
            if (!IDLE.offer(inflater)) {
                inflater.end();
            }
        }
    }

    private void add(byte[] bytes, int length) throws DataFormatException {
        inflater.setInput(bytes, 0, length);
        while (true) {
            reserve();
            int written = inflater.inflate(plain, size, plain.length - size);
            size += written;
            if (size > limit) {
                throw new ProtocolViolation(CloseCodes.TOO_BIG, "message over " + limit + " bytes");
            }
            int left = inflater.getRemaining();
            if (inflater.finished()) {
                startAgain(bytes, length - left, left);
            } else if (inflater.needsDictionary()) {
                throw new DataFormatException("a dictionary nobody has");
            }
            if (written == 0 && left == 0) {
                return;
            }
        }
    }

    /// What follows the end of a stream is another one.
    private void startAgain(byte[] bytes, int from, int left) throws DataFormatException {
        if (++ends > MOST_ENDS) {
            throw new DataFormatException("too many streams in one message");
        }
        inflater.reset();
        inflater.setInput(bytes, from, left);
    }

    private void reserve() {
        if (size == plain.length) {
            plain = Arrays.copyOf(plain, Math.min(limit + 1, plain.length * 2));
        }
    }
}

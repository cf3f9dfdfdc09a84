package io.millrace.moderation.raid;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One of the 4,096 parts of what a room knows of the people who were in it during the last 30 to 60 days: two
/// Bloom filters of 256 bits, one for this month and one for the month before. Immutable.
///
/// So a room never takes more than about 500 KB, and a room of 50 people about 10 KB. Nobody who was there is
/// taken for a stranger; of strangers 1 in 100 is taken for known in a room of 100,000 people, and hardly any
/// in smaller ones.
public final class KnownPeople {

    /// Number of parts.
    public static final int PARTS = 1 << 12;

    private static final byte VERSION = 1;
    private static final int WORDS = 4;
    private static final int BYTES = 1 + Long.BYTES + 2 * WORDS * Long.BYTES;
    private static final int HASHES = 4;
    private static final int BITS = WORDS * Long.SIZE;
    private static final long MONTH = Duration.ofDays(30).toMillis();

    private final long since;
    private final long[] current;
    private final long[] previous;

    private KnownPeople(long since, long[] current, long[] previous) {
        this.since = since;
        this.current = current;
        this.previous = previous;
    }

    /// Which part knows somebody, 0 to 4,095.
    public static int part(Person person) {
        return (int) (person.hash() >>> (Long.SIZE - 12));
    }

    /// Whether somebody was there.
    ///
    /// @param part of [#part], null when it is empty
    /// @param at milliseconds since 1970
    public static boolean contains(@Nullable KnownPeople part, Person person, long at) {
        if (part == null) {
            return false;
        }
        KnownPeople now = part.at(at);
        return isIn(now.current, person) || isIn(now.previous, person);
    }

    /// With somebody who is there; the same when it was known this month.
    ///
    /// @param part of [#part], null when it is empty
    /// @param at milliseconds since 1970
    public static KnownPeople with(@Nullable KnownPeople part, Person person, long at) {
        KnownPeople now = part == null ? new KnownPeople(at, new long[WORDS], new long[WORDS]) : part.at(at);
        if (isIn(now.current, person)) {
            return now;
        }
        long[] bits = now.current.clone();
        for (int i = 0; i < HASHES; i++) {
            int bit = bit(person, i);
            bits[bit / Long.SIZE] |= 1L << (bit % Long.SIZE);
        }
        return new KnownPeople(now.since, bits, now.previous);
    }

    /// When nobody in it is known any more, milliseconds since 1970.
    public long forgettableAt() {
        return since + 2 * MONTH;
    }

    private KnownPeople at(long at) {
        if (at - since < MONTH) {
            return this;
        }
        boolean old = at - since >= 2 * MONTH;
        return new KnownPeople(at, new long[WORDS], old ? new long[WORDS] : current);
    }

    private static boolean isIn(long[] bits, Person person) {
        for (int i = 0; i < HASHES; i++) {
            int bit = bit(person, i);
            if ((bits[bit / Long.SIZE] & (1L << (bit % Long.SIZE))) == 0) {
                return false;
            }
        }
        return true;
    }

    /// Bits of the hash that did not choose the part.
    private static int bit(Person person, int index) {
        return (int) (person.hash() >>> (index * Byte.SIZE)) & (BITS - 1);
    }

    /// The stored form: a version byte, the time, and both filters, big-endian.
    public byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(BYTES).put(VERSION).putLong(since);
        for (int i = 0; i < WORDS; i++) {
            out.putLong(current[i]);
        }
        for (int i = 0; i < WORDS; i++) {
            out.putLong(previous[i]);
        }
        return out.array();
    }

    /// Reads the stored form.
    ///
    /// @throws IllegalArgumentException for bytes that are not the stored form
    public static KnownPeople fromBytes(byte[] bytes) {
        if (bytes.length != BYTES || bytes[0] != VERSION) {
            throw new IllegalArgumentException(
                    "not known people of version " + VERSION + ": " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
        long since = in.getLong();
        return new KnownPeople(since, words(in), words(in));
    }

    private static long[] words(ByteBuffer in) {
        long[] words = new long[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = in.getLong();
        }
        return words;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KnownPeople that
                && since == that.since
                && Arrays.equals(current, that.current)
                && Arrays.equals(previous, that.previous);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(current);
    }
}

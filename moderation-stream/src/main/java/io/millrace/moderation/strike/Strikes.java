package io.millrace.moderation.strike;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The strikes of one sender. At most 0.8 KB stored.
///
/// Made by [Escalation]. Immutable.
public final class Strikes {

    /// How many messages are remembered as causes.
    static final int MOST_CAUSES = 32;

    static final Strikes NONE = new Strikes(0, Long.MIN_VALUE, 0, 0, List.of());

    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + 3 * Long.BYTES + Integer.BYTES + 1;
    private static final int CAUSE_BYTES = 2 * Long.BYTES + 2 * Integer.BYTES;

    private final long value;
    private final long at;
    private final int fired;
    private final long forgettableAt;
    private final List<Cause> causes;

    /// @param value millionths of a strike
    /// @param at time of the value, milliseconds since 1970
    /// @param fired strikes, in thousandths, of the highest step that was taken and may not be taken again yet
    /// @param forgettableAt when nothing of this makes a difference any more
    /// @param causes the last messages, oldest first
    Strikes(long value, long at, int fired, long forgettableAt, List<Cause> causes) {
        this.value = value;
        this.at = at;
        this.fired = fired;
        this.forgettableAt = forgettableAt;
        this.causes = causes;
    }

    long value() {
        return value;
    }

    long at() {
        return at;
    }

    int fired() {
        return fired;
    }

    List<Cause> causes() {
        return causes;
    }

    /// When what is known no longer differs from knowing nothing, milliseconds since 1970.
    public long forgettableAt() {
        return forgettableAt;
    }

    /// The stored form: a version byte, then everything big-endian in the order of the fields.
    public byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + causes.size() * CAUSE_BYTES);
        out.put(VERSION).putLong(value).putLong(at).putInt(fired).putLong(forgettableAt);
        out.put((byte) causes.size());
        for (Cause cause : causes) {
            out.putLong(cause.message()).putInt(cause.weight());
            out.putLong(cause.at()).putInt(cause.step());
        }
        return out.array();
    }

    /// Reads the stored form.
    ///
    /// @throws IllegalArgumentException for bytes that are not the stored form
    public static Strikes fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("not strikes of version " + VERSION + " but " + version);
            }
            long value = in.getLong();
            long at = in.getLong();
            int fired = in.getInt();
            long forgettableAt = in.getLong();
            int size = in.get();
            if (size < 0 || size > MOST_CAUSES || in.remaining() != size * CAUSE_BYTES) {
                throw new IllegalArgumentException(size + " causes in " + in.remaining() + " bytes");
            }
            List<Cause> causes = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                causes.add(new Cause(in.getLong(), in.getInt(), in.getLong(), in.getInt()));
            }
            return new Strikes(value, at, fired, forgettableAt, List.copyOf(causes));
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("strikes were cut to " + bytes.length + " bytes", cut);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Strikes that
                && value == that.value
                && at == that.at
                && fired == that.fired
                && forgettableAt == that.forgettableAt
                && causes.equals(that.causes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(value);
    }

    @Override
    public String toString() {
        return "Strikes[value=" + value + ", at=" + at + ", fired=" + fired + ", causes=" + causes.size() + ']';
    }
}

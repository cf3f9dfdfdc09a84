package io.millrace.moderation.conduct;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What is known of one sender. At most 1.3 KB stored; some 100 bytes when it has been silent for a while.
///
/// Made by [ConductJudge]. Immutable.
public final class Conduct {

    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + 5 * Long.BYTES;

    private final Times times;
    private final Pace pace;
    private final SentTexts texts;
    private final Answers answers;

    /// @param firstSeen when the sender was first seen, milliseconds since 1970
    /// @param at time of the last message; never goes back
    /// @param position log position of the last message
    /// @param restsAt when only the times are worth keeping
    /// @param forgettableAt when nothing is
    record Times(long firstSeen, long at, long position, long restsAt, long forgettableAt) {}

    Conduct(Times times, Pace pace, SentTexts texts, Answers answers) {
        this.times = times;
        this.pace = pace;
        this.texts = texts;
        this.answers = answers;
    }

    Times times() {
        return times;
    }

    Pace pace() {
        return pace;
    }

    SentTexts texts() {
        return texts;
    }

    Answers answers() {
        return answers;
    }

    /// When [#worthKeeping(long)] answers otherwise than this, milliseconds since 1970.
    public long nextChangeAt() {
        return isResting() ? times.forgettableAt() : Math.min(times.restsAt(), times.forgettableAt());
    }

    /// What of this still makes a difference at a time: all of it, a smaller one, or null for nothing.
    ///
    /// @param now milliseconds since 1970
    public @Nullable Conduct worthKeeping(long now) {
        if (now >= times.forgettableAt()) {
            return null;
        }
        return now < times.restsAt() || isResting()
                ? this
                : new Conduct(times, Pace.NONE, SentTexts.NONE, Answers.NONE);
    }

    private boolean isResting() {
        return pace.equals(Pace.NONE) && texts.equals(SentTexts.NONE) && answers.equals(Answers.NONE);
    }

    /// The stored form: a version byte, then everything big-endian in the order of the fields.
    public byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + pace.bytes() + texts.bytes() + answers.bytes())
                .put(VERSION);
        out.putLong(times.firstSeen()).putLong(times.at()).putLong(times.position());
        out.putLong(times.restsAt()).putLong(times.forgettableAt());
        pace.write(out);
        texts.write(out, times.at());
        answers.write(out);
        return out.array();
    }

    /// Reads the stored form.
    ///
    /// @throws IllegalArgumentException for bytes that are not the stored form
    public static Conduct fromBytes(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("not a conduct of version " + VERSION + " but " + version);
            }
            Times times = new Times(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong());
            Conduct conduct = new Conduct(times, Pace.read(in), SentTexts.read(in, times.at()), Answers.read(in));
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes behind a conduct");
            }
            return conduct;
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("a conduct was cut to " + bytes.length + " bytes", cut);
        }
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Conduct that
                && times.equals(that.times)
                && pace.equals(that.pace)
                && texts.equals(that.texts)
                && answers.equals(that.answers);
    }

    @Override
    public int hashCode() {
        return times.hashCode();
    }

    @Override
    public String toString() {
        return "Conduct[" + times + ", " + pace + ", texts=" + texts.texts().size() + ", " + answers + ']';
    }
}

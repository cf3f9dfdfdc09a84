package io.millrace.moderation.raid;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// How a room stands: since when it is watched, and its last alarm.
///
/// @param since when it was first watched, milliseconds since 1970
/// @param from beginning of the last alarm, [#NEVER] for none
/// @param until its end
public record Guard(long since, long from, long until) {

    /// No alarm yet.
    public static final long NEVER = Long.MIN_VALUE;

    private static final byte VERSION = 1;
    private static final int BYTES = 1 + 3 * Long.BYTES;

    /// A room that is watched from now on.
    public static Guard beginning(long at) {
        return new Guard(at, NEVER, NEVER);
    }

    /// Whether strangers can be told from the people of the room.
    public boolean knowsItsPeople(RaidRules rules, long at) {
        return at - since >= rules.learnFor().toMillis();
    }

    /// What follows from a sign.
    ///
    /// A room under alarm is locked again for the full time when half of it is over and the attack goes on; but
    /// not when a moderator has opened it: then nothing follows until the alarm would have been over. A room
    /// that somebody else has locked is left alone.
    ///
    /// @param locked whether the room is locked now, by whomever
    /// @param at milliseconds since 1970
    /// @return null for nothing
    public @Nullable Alarm on(Sign sign, RaidRules rules, boolean locked, long at) {
        long lockMillis = rules.lockFor().toMillis();
        if (at >= until) {
            boolean others = locked && !rules.trial();
            return others ? null : new Alarm(new Guard(since, at, at + lockMillis), sign, true);
        }
        boolean stands = locked || rules.trial();
        return stands && until - at <= lockMillis / 2
                ? new Alarm(new Guard(since, from, at + lockMillis), sign, false)
                : null;
    }

    /// The stored form: a version byte and three big-endian longs.
    public byte[] toBytes() {
        return ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putLong(since)
                .putLong(from)
                .putLong(until)
                .array();
    }

    /// Reads the stored form.
    ///
    /// @throws IllegalArgumentException for bytes that are not the stored form
    public static Guard fromBytes(byte[] bytes) {
        if (bytes.length != BYTES || bytes[0] != VERSION) {
            throw new IllegalArgumentException("not a guard of version " + VERSION + ": " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 1, BYTES - 1);
        return new Guard(in.getLong(), in.getLong(), in.getLong());
    }
}

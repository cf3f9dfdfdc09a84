package io.millrace.moderation.limit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How fast one sender may send: a sustained rate and a shorter burst rate, both must have room. A refused
/// message takes nothing from either.
///
/// In any stretch of time at most a bucket's permits plus what flows in during it are admitted. A timestamp
/// before the last one counts as the last one, so records out of order do not fill a bucket twice.
///
/// @param sustained for example 1,000 messages a minute
/// @param burst for example 100 messages a second
public record RateLimits(Rate sustained, Rate burst) {

    /// How long a full bucket is remembered, so that messages read again after a crash find it.
    private static final long KEPT_MILLIS = Duration.ofMinutes(1).toMillis();

    private static final long NEVER = -1;

    /// Judges one message.
    ///
    /// A message read again after a crash (its position was counted, its time is not newer) is not charged
    /// again: it was admitted when nothing was refused since, and stays refused otherwise, because a sender
    /// that was told "no" must not see the message appear. A position alone does not make a repeat, so a
    /// topic that was made anew starts over cleanly.
    ///
    /// @param before what is known of the sender, null for nothing
    /// @param position of the message in the log (offset in the sender's partition)
    /// @param at time of the message, milliseconds since 1970
    public Admission admit(@Nullable Buckets before, long position, long at) {
        if (before == null) {
            return take(at, sustained.full(), burst.full(), NEVER, position);
        }
        if (position <= before.position() && at <= before.at()) {
            return new Admission(position > before.refused(), before);
        }
        long now = Math.max(at, before.at());
        long elapsed = now - before.at();
        long refused = position <= before.position() ? NEVER : before.refused();
        return take(
                now,
                sustained.refilled(before.sustained(), elapsed),
                burst.refilled(before.burst(), elapsed),
                refused,
                position);
    }

    private Admission take(long now, long sustainedLevel, long burstLevel, long refused, long position) {
        if (sustainedLevel < sustained.price() || burstLevel < burst.price()) {
            return new Admission(false, new Buckets(now, sustainedLevel, burstLevel, position, position));
        }
        long sustainedLeft = sustainedLevel - sustained.price();
        long burstLeft = burstLevel - burst.price();
        return new Admission(true, new Buckets(now, sustainedLeft, burstLeft, position, refused));
    }

    /// When what is known of a sender no longer differs from knowing nothing, milliseconds since 1970.
    public long forgettableAt(Buckets buckets) {
        long untilFull = Math.max(sustained.untilFull(buckets.sustained()), burst.untilFull(buckets.burst()));
        return buckets.at() + untilFull + KEPT_MILLIS;
    }
}

package io.millrace.moderation.strike;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts strikes and says what they lead to. Thread-safe.
///
/// The value of a sender is the sum of its strikes, each halved by the half-life since. A step is taken once
/// when the value reaches 95 % of its strikes, so that the strikes of one evening count in full although they
/// fade, and not again before the value was below 80 %. Of several reached at once the highest is taken.
///
/// Each message counts once, whoever reproaches it and however often. The last 32 are known; what is older
/// than all of them counts as known, so that reading again can only be too mild.
public final class Escalation {

    private static final double MILLIONTHS = 1e6;
    private static final double THOUSANDTHS = 1e3;
    private static final double REACHED = 0.95;
    private static final double TAKEN_AGAIN_BELOW = 0.8;

    /// A value that is as good as none, in strikes.
    private static final double NEGLIGIBLE = 0.02;

    /// The value does not rise above so many times the last step: whoever behaves gets out again.
    private static final double MOST_TIMES_LAST_STEP = 2;

    /// For how long causes are remembered at least, so that messages read again, and pardons, find them.
    private static final long KEPT_MILLIS = 7L * 24 * 60 * 60 * 1_000;

    /// Whoever repeats a refused message at once sends no other.
    private static final long SENT_AGAIN_MILLIS = 60_000;

    private final Ladder ladder;

    public Escalation(Ladder ladder) {
        this.ladder = ladder;
    }

    /// Whether a message that was refused under this id counted so long ago that the one at hand is another: a room
    /// never had the first, so its id was free. One that is read again after a crash is not later.
    ///
    /// @param before what is known of the sender, null for nothing
    /// @param at milliseconds since 1970
    public boolean isAnother(@Nullable Strikes before, String messageId, long at) {
        Cause earlier = before == null ? null : find(before, hash(messageId));
        return earlier != null && at > earlier.at() + SENT_AGAIN_MILLIS;
    }

    /// Gives a strike.
    ///
    /// @param before what is known of the sender, null for nothing
    /// @param messageId for which message
    /// @param at milliseconds since 1970; a time before the last one counts as the last one
    /// @param weight in strikes, see [Ladder#weight]
    public Struck strike(@Nullable Strikes before, String messageId, long at, double weight) {
        Strikes known = before == null ? Strikes.NONE : before;
        long message = hash(messageId);
        Cause earlier = find(known, message);
        if (earlier != null) {
            return struck(known, stepAt(earlier.step()), earlier.at());
        }
        if (ladder.isOff() || !(weight > 0) || isForgotten(known, at)) {
            return Struck.withoutStep(known);
        }
        long now = Math.max(at, known.at());
        long left = faded(known, now);
        double most = ladder.steps().getLast().strikes() * MOST_TIMES_LAST_STEP;
        long value = Math.min(left + Math.round(weight * MILLIONTHS), Math.max(left, Math.round(most * MILLIONTHS)));
        int fired = stillFired(known.fired(), left);
        Step step = highest(value, REACHED);
        boolean fires = step != null && thousandths(step) > fired;
        Cause cause = new Cause(
                message,
                (int) Math.round((value - left) / THOUSANDTHS),
                now,
                fires && step != null ? thousandths(step) : 0);
        return struck(
                new Strikes(
                        value,
                        now,
                        fires && step != null ? thousandths(step) : fired,
                        forgettableAt(value, now),
                        with(known.causes(), cause)),
                fires ? step : null,
                now);
    }

    private static Struck struck(Strikes after, @Nullable Step step, long at) {
        return step == null ? Struck.withoutStep(after) : new Struck(after, step, at);
    }

    /// Takes a strike back. Without effect when it is not known (any more) or was taken back already. The same
    /// message cannot get another one.
    ///
    /// @param before what is known of the sender, null for nothing
    /// @param at milliseconds since 1970
    public Struck pardon(@Nullable Strikes before, String messageId, long at) {
        Strikes known = before == null ? Strikes.NONE : before;
        Cause cause = find(known, hash(messageId));
        if (cause == null || cause.weight() == 0) {
            return Struck.withoutStep(known);
        }
        long now = Math.max(at, known.at());
        double share = cause.weight() * THOUSANDTHS * left(now - cause.at());
        long value = Math.max(0, faded(known, now) - Math.round(share));
        // As if it had never been: a step above what is left may be taken again.
        Step reached = highest(value, REACHED);
        int fired = Math.min(known.fired(), reached == null ? 0 : thousandths(reached));
        List<Cause> causes = new ArrayList<>(known.causes());
        causes.replaceAll(one -> one.equals(cause) ? one.pardoned() : one);
        return struck(
                new Strikes(value, now, fired, forgettableAt(value, now), List.copyOf(causes)),
                stepAt(cause.step()),
                cause.at());
    }

    /// The value of a sender, in strikes.
    ///
    /// @param strikes what is known of the sender, null for nothing
    /// @param at milliseconds since 1970
    public double value(@Nullable Strikes strikes, long at) {
        return strikes == null ? 0 : faded(strikes, Math.max(at, strikes.at())) / MILLIONTHS;
    }

    private static boolean isForgotten(Strikes known, long at) {
        return known.causes().size() == Strikes.MOST_CAUSES
                && at <= known.causes().getFirst().at();
    }

    private long faded(Strikes strikes, long now) {
        return strikes.value() == 0 ? 0 : Math.round(strikes.value() * left(now - strikes.at()));
    }

    /// What is left of one after a while; the same on every machine.
    private double left(long millis) {
        return StrictMath.pow(0.5, (double) millis / ladder.halfLife().toMillis());
    }

    /// The highest step whose strikes are reached to a part, null for none.
    private @Nullable Step highest(long value, double part) {
        for (Step step : ladder.steps().reversed()) {
            if (value >= step.strikes() * part * MILLIONTHS) {
                return step;
            }
        }
        return null;
    }

    /// What still may not be taken again, in thousandths of a strike.
    private int stillFired(int fired, long value) {
        if (value >= fired * TAKEN_AGAIN_BELOW * THOUSANDTHS) {
            return fired;
        }
        Step below = highest(value, TAKEN_AGAIN_BELOW);
        return below == null ? 0 : Math.min(fired, thousandths(below));
    }

    private @Nullable Step stepAt(int thousandths) {
        for (Step step : ladder.steps()) {
            if (thousandths(step) == thousandths) {
                return step;
            }
        }
        return null;
    }

    private static int thousandths(Step step) {
        return (int) Math.round(step.strikes() * THOUSANDTHS);
    }

    private long forgettableAt(long value, long now) {
        double halfLives = StrictMath.log(Math.max(1, value / (NEGLIGIBLE * MILLIONTHS))) / StrictMath.log(2);
        long fading = (long) StrictMath.ceil(halfLives * ladder.halfLife().toMillis());
        return now + Math.max(KEPT_MILLIS, fading);
    }

    private static List<Cause> with(List<Cause> causes, Cause cause) {
        List<Cause> all = new ArrayList<>(causes);
        if (all.size() == Strikes.MOST_CAUSES) {
            all.removeFirst();
        }
        all.add(cause);
        return List.copyOf(all);
    }

    private static @Nullable Cause find(Strikes known, long message) {
        for (Cause cause : known.causes()) {
            if (cause.message() == message) {
                return cause;
            }
        }
        return null;
    }

    /// FNV-1a of the bytes, spread over all bits.
    private static long hash(String messageId) {
        long hash = 0xCBF29CE484222325L;
        for (byte one : messageId.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (one & 0xFF)) * 0x100000001B3L;
        }
        return hash ^ (hash >>> 32);
    }
}

package io.millrace.processor.topology;

import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.processor.room.Follower;
import io.millrace.schema.edge.EdgeState;
import io.millrace.schema.edge.EdgeStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Which edges live, by what was read from `edge.status` and when, on a monotonic clock. Thread-safe.
///
/// Silence counts only while the reader was current: after a start, and after any time in which the end of
/// the topic could not be reached, every edge has the full time again. So our own deafness is never taken for
/// another's death.
final class Heartbeats {

    private final long expiryNanos;
    private final Map<Inbox, Beat> newest = new HashMap<>();

    /// Followers without a status, and since when they are missed.
    private final Map<Follower, Long> missedSince = new HashMap<>();

    private boolean current;
    private long currentSince;
    private long currentUntil;

    private record Beat(Incarnation incarnation, EdgeState state, long seen) {}

    /// @param expiry silence after which an edge is dead
    Heartbeats(Duration expiry) {
        this.expiryNanos = expiry.toNanos();
    }

    /// How often [#isCurrent] is to be called, so that silence can be told from deafness.
    Duration checkInterval() {
        return Duration.ofNanos(expiryNanos / 10);
    }

    /// Notes a record of `edge.status`.
    ///
    /// @param nanos when it was read
    /// @throws IllegalArgumentException when its inbox or incarnation is not valid
    synchronized void beat(EdgeStatus status, long nanos) {
        Inbox inbox = new Inbox(status.getInbox());
        missedSince.keySet().removeIf(follower -> follower.inbox().equals(inbox));
        newest.merge(
                inbox,
                new Beat(new Incarnation(status.getIncarnation()), status.getState(), nanos),
                (known, next) -> next.incarnation.compareTo(known.incarnation) < 0 ? known : next);
    }

    /// Notes that everything written to `edge.status` so far has been read.
    synchronized void isCurrent(long nanos) {
        if (!current || nanos - currentUntil > expiryNanos / 2) {
            currentSince = nanos;
            missedSince.clear();
        }
        current = true;
        currentUntil = nanos;
    }

    /// Notes that the topic cannot be read at present.
    synchronized void isNotCurrent() {
        current = false;
    }

    /// Whether a follower is dead: replaced, gone by its own word, or silent for too long.
    synchronized boolean isGone(Follower follower) {
        if (!current || currentUntil - currentSince < expiryNanos) {
            return false;
        }
        Beat beat = newest.get(follower.inbox());
        int age = beat == null ? -1 : beat.incarnation.compareTo(follower.incarnation());
        if (beat == null || age < 0) {
            // An edge claims its inbox before it follows a room, so its status is late or was lost.
            return currentUntil - missedSince.computeIfAbsent(follower, _ -> currentUntil) > expiryNanos;
        }
        return age > 0
                || beat.state == EdgeState.GONE
                || currentUntil - Math.max(beat.seen, currentSince) > expiryNanos;
    }
}

package io.millrace.edge.deliver;

import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.schema.edge.EdgeState;
import io.millrace.schema.edge.EdgeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/// Decides from the records of `edge.status` which inbox this edge may take, and whether it has it.
/// Pure: time and chance come in as arguments. Not thread-safe.
///
/// An inbox belongs to the newest incarnation that ever claimed it, whatever the order of the records: that
/// is how rooms decide whose deliveries go there, so every other rule would leave an edge deaf. An edge
/// claims an inbox that is free, that is without a living owner; one that the configuration fixes it takes
/// from an older incarnation, which then has to stop.
///
/// An owner is dead when its last heartbeat is old by the wall clock and nothing has been heard from it for
/// three heartbeats. The first alone would let an edge whose clock is ahead drive living ones out of their
/// inboxes; the second alone would let one that has just started do so.
final class InboxClaim {

    private static final int MISSED_HEARTBEATS = 10;
    private static final int SILENT_HEARTBEATS = 3;

    private final Incarnation own;
    private final int inboxes;
    private final OptionalInt fixed;
    private final Duration expiry;
    private final long silenceNanos;
    private final Map<Integer, EdgeStatus> owners = new HashMap<>();
    private final Map<Integer, Long> heardAt = new HashMap<>();

    /// @param inboxes partitions of `edge.deliveries`
    /// @param fixed inbox from the configuration, or empty for any free one
    /// @param heartbeat between two records of a living edge
    InboxClaim(Incarnation own, int inboxes, OptionalInt fixed, Duration heartbeat) {
        this.own = own;
        this.inboxes = inboxes;
        this.fixed = fixed;
        this.expiry = heartbeat.multipliedBy(MISSED_HEARTBEATS);
        this.silenceNanos = heartbeat.multipliedBy(SILENT_HEARTBEATS).toNanos();
    }

    /// Takes notice of a record.
    ///
    /// @param nanos when it was read, on a monotonic clock
    /// @throws IllegalArgumentException when its incarnation is not valid
    void observe(EdgeStatus status, long nanos) {
        EdgeStatus owner = owners.get(status.getInbox());
        if (owner == null || incarnation(status).compareTo(incarnation(owner)) >= 0) {
            owners.put(status.getInbox(), status);
            heardAt.put(status.getInbox(), nanos);
        }
    }

    /// Whether an inbox is this edge's.
    boolean owns(Inbox inbox) {
        EdgeStatus owner = owners.get(inbox.partition());
        return owner != null && incarnation(owner).equals(own);
    }

    /// An inbox to claim now, or empty when none is free.
    ///
    /// @param now by the wall clock
    /// @param nanos the same moment on the monotonic clock
    Optional<Inbox> choose(Instant now, long nanos, Random chance) {
        // A random one, so that edges that start together rarely want the same.
        List<Integer> free = candidates()
                .filter(inbox -> fixed.isPresent() || owns(new Inbox(inbox)) || isFree(inbox, now, nanos))
                .boxed()
                .toList();
        return free.isEmpty() ? Optional.empty() : Optional.of(new Inbox(free.get(chance.nextInt(free.size()))));
    }

    /// Whether there is no inbox left that this incarnation could ever own; a newer one could.
    boolean isTooOld() {
        return candidates().findAny().isEmpty();
    }

    private IntStream candidates() {
        IntStream wanted = fixed.isPresent() ? IntStream.of(fixed.getAsInt()) : IntStream.range(0, inboxes);
        return wanted.filter(inbox -> {
            EdgeStatus owner = owners.get(inbox);
            return owner == null || incarnation(owner).compareTo(own) <= 0;
        });
    }

    private boolean isFree(int inbox, Instant now, long nanos) {
        EdgeStatus owner = owners.get(inbox);
        return owner == null
                || owner.getState() == EdgeState.GONE
                || (!owner.getAt().plus(expiry).isAfter(now)
                        && nanos - heardAt.getOrDefault(inbox, nanos) >= silenceNanos);
    }

    private static Incarnation incarnation(EdgeStatus status) {
        return new Incarnation(status.getIncarnation());
    }
}

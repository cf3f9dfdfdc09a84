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
import org.jspecify.annotations.Nullable;

/// Decides from the records of `edge.status` which inbox this edge may take, and whether it has it.
/// Pure: time and chance come in as arguments. Not thread-safe.
///
/// An inbox belongs to the newest incarnation that ever claimed it, whatever the order of the records: that
/// is how rooms decide whose deliveries go there, so every other rule would leave an edge deaf. An edge
/// claims an inbox that is free, that is without a living owner; one that the configuration fixes it takes
/// from an older incarnation, which then has to stop.
final class InboxClaim {

    private final Incarnation own;
    private final int inboxes;
    private final OptionalInt fixed;
    private final Duration expiry;
    private final Map<Integer, EdgeStatus> owners = new HashMap<>();

    /// @param inboxes partitions of `edge.deliveries`
    /// @param fixed inbox from the configuration, or empty for any free one
    /// @param expiry after which an edge without heartbeat is dead
    InboxClaim(Incarnation own, int inboxes, OptionalInt fixed, Duration expiry) {
        this.own = own;
        this.inboxes = inboxes;
        this.fixed = fixed;
        this.expiry = expiry;
    }

    /// Takes notice of a record.
    ///
    /// @throws IllegalArgumentException when its incarnation is not valid
    void observe(EdgeStatus status) {
        EdgeStatus owner = owners.get(status.getInbox());
        if (owner == null || incarnation(status).compareTo(incarnation(owner)) >= 0) {
            owners.put(status.getInbox(), status);
        }
    }

    /// Whether an inbox is this edge's.
    boolean owns(Inbox inbox) {
        EdgeStatus owner = owners.get(inbox.partition());
        return owner != null && incarnation(owner).equals(own);
    }

    /// An inbox to claim now, or empty when none is free.
    Optional<Inbox> choose(Instant now, Random chance) {
        // A random one, so that edges that start together rarely want the same.
        List<Integer> free = candidates()
                .filter(inbox -> fixed.isPresent() || owns(new Inbox(inbox)) || !isLive(owners.get(inbox), now))
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

    private boolean isLive(@Nullable EdgeStatus owner, Instant now) {
        return owner != null
                && owner.getState() != EdgeState.GONE
                && owner.getAt().plus(expiry).isAfter(now);
    }

    private static Incarnation incarnation(EdgeStatus status) {
        return new Incarnation(status.getIncarnation());
    }
}

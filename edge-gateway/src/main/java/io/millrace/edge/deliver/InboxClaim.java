package io.millrace.edge.deliver;

import io.millrace.edge.publish.EdgeAddress;
import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.schema.edge.EdgeState;
import io.millrace.schema.edge.EdgeStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/// Decides from the records of `edge.status` which inbox this edge may take, and whether it still has it.
/// Pure: time and chance come in as arguments. Not thread-safe.
///
/// A free inbox is one without a living owner. The first claim of a free inbox in the topic's order wins. An
/// inbox that the configuration fixes is taken from an older incarnation, which then has to stop.
final class InboxClaim {

    private final Incarnation own;
    private final int inboxes;
    private final OptionalInt fixed;
    private final Duration expiry;
    private final Map<Integer, EdgeStatus> newest = new HashMap<>();

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
    /// @param held what this edge holds or has just claimed, or empty
    /// @return whether this edge has to give up what it holds: somebody else has it
    boolean observe(EdgeStatus status, Optional<EdgeAddress> held, Instant now) {
        EdgeStatus before = newest.get(status.getInbox());
        boolean foreign = !status.getIncarnation().equals(own.value());
        boolean mine = held.isPresent() && held.get().inbox().partition() == status.getInbox();
        if (mine && foreign && isLive(status, now)) {
            // Of a fixed inbox the newer incarnation is the owner; of a claimed one whoever came first.
            boolean loses = fixed.isPresent()
                    ? new Incarnation(status.getIncarnation()).compareTo(own) > 0
                    : before == null || !before.getIncarnation().equals(own.value());
            if (!loses) {
                return false;
            }
            newest.put(status.getInbox(), status);
            return true;
        }
        newest.put(status.getInbox(), status);
        return false;
    }

    /// An inbox to claim now, or empty when none is free.
    Optional<Inbox> choose(Instant now, Random chance) {
        if (fixed.isPresent()) {
            return Optional.of(new Inbox(fixed.getAsInt()));
        }
        // A random one, so that edges that start together rarely want the same.
        return IntStream.range(0, inboxes)
                .filter(inbox -> !newest.containsKey(inbox) || !isLive(newest.get(inbox), now))
                .boxed()
                .min(Comparator.comparingInt(inbox -> new Random(chance.nextLong() + inbox).nextInt()))
                .map(Inbox::new);
    }

    private boolean isLive(EdgeStatus status, Instant now) {
        return status.getState() != EdgeState.GONE
                && status.getAt().plus(expiry).isAfter(now);
    }
}

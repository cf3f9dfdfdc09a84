package io.millrace.edge.deliver;

import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.schema.edge.EdgeStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/// Decides from what the directory knows which inbox this edge may take, and whether it has it.
/// Time and chance come in as arguments. Not thread-safe.
///
/// An inbox belongs to the newest incarnation that ever claimed it, whatever the order of the records: that
/// is how rooms decide whose deliveries go there, so every other rule would leave an edge deaf. An edge
/// claims an inbox that is free, that is without a living owner; one that the configuration fixes it takes
/// from an older incarnation, which then has to stop.
final class InboxClaim {

    private final Incarnation own;
    private final int inboxes;
    private final OptionalInt fixed;
    private final EdgeDirectory directory;

    /// @param inboxes partitions of `edge.deliveries`
    /// @param fixed inbox from the configuration, or empty for any free one
    InboxClaim(Incarnation own, int inboxes, OptionalInt fixed, EdgeDirectory directory) {
        this.own = own;
        this.inboxes = inboxes;
        this.fixed = fixed;
        this.directory = directory;
    }

    /// Takes notice of a record.
    ///
    /// @param nanos when it was read, on a monotonic clock
    /// @throws IllegalArgumentException when its incarnation is not valid
    void observe(EdgeStatus status, long nanos) {
        directory.observe(status, nanos);
    }

    /// Whether an inbox is this edge's.
    boolean owns(Inbox inbox) {
        return own.equals(directory.owner(inbox.partition()));
    }

    /// An inbox to claim now, or empty when none is free.
    ///
    /// @param now by the wall clock
    /// @param nanos the same moment on the monotonic clock
    Optional<Inbox> choose(Instant now, long nanos, Random chance) {
        // A random one, so that edges that start together rarely want the same.
        List<Integer> free = candidates()
                .filter(inbox -> fixed.isPresent() || owns(new Inbox(inbox)) || directory.isFree(inbox, now, nanos))
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
            Incarnation owner = directory.owner(inbox);
            return owner == null || owner.compareTo(own) <= 0;
        });
    }
}

package io.millrace.edge.deliver;

import io.millrace.edge.publish.EdgeAddress;
import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.schema.edge.EdgeState;
import io.millrace.schema.edge.EdgeStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which edges there are, as `edge.status` says. Thread-safe; the owner of the inbox writes, anybody reads.
///
/// Of several incarnations that claimed an inbox only the newest counts, whatever the order of the records.
/// An edge is dead when it has said farewell, or when its last heartbeat is old by the wall clock and nothing
/// has been heard from it for three heartbeats. The first alone would take living edges for dead when the
/// clock here is ahead; the second alone would do so just after the start.
public final class EdgeDirectory {

    private static final int MISSED_HEARTBEATS = 10;
    private static final int SILENT_HEARTBEATS = 3;

    private final Duration expiry;
    private final long silenceNanos;
    private final InstantSource clock;
    private final Map<Integer, Sighting> newest = new ConcurrentHashMap<>();

    private record Sighting(EdgeStatus status, Incarnation incarnation, long heardNanos) {}

    /// @param heartbeat between two records of a living edge
    public EdgeDirectory(Duration heartbeat, InstantSource clock) {
        this.expiry = heartbeat.multipliedBy(MISSED_HEARTBEATS);
        this.silenceNanos = heartbeat.multipliedBy(SILENT_HEARTBEATS).toNanos();
        this.clock = clock;
    }

    /// The edges that live now, draining ones included, by their inboxes. Empty until the first records of
    /// `edge.status` have been read. An edge that was killed stays for up to ten heartbeats.
    public List<EdgeAddress> live() {
        Instant now = clock.instant();
        long nanos = System.nanoTime();
        return newest.values().stream()
                .filter(edge -> !isDead(edge, now, nanos))
                .map(EdgeDirectory::address)
                .sorted(Comparator.comparing(EdgeAddress::inbox))
                .toList();
    }

    /// The living edge of that name.
    ///
    /// @param node an incarnation's text, from outside: anything may stand there
    public Optional<EdgeAddress> find(String node) {
        return live().stream()
                .filter(edge -> edge.incarnation().value().equals(node))
                .findFirst();
    }

    /// Takes notice of a record.
    ///
    /// @param nanos when it was read, on a monotonic clock
    /// @throws IllegalArgumentException when its inbox or incarnation is not valid
    void observe(EdgeStatus status, long nanos) {
        Sighting seen = new Sighting(status, new Incarnation(status.getIncarnation()), nanos);
        newest.merge(
                new Inbox(status.getInbox()).partition(),
                seen,
                (known, next) -> next.incarnation.compareTo(known.incarnation) >= 0 ? next : known);
    }

    /// The newest incarnation that claimed an inbox, dead or alive; null when there was none.
    @Nullable
    Incarnation owner(int inbox) {
        Sighting edge = newest.get(inbox);
        return edge == null ? null : edge.incarnation;
    }

    /// Whether nobody who lives owns an inbox.
    ///
    /// @param now by the wall clock
    /// @param nanos the same moment on the monotonic clock
    boolean isFree(int inbox, Instant now, long nanos) {
        Sighting edge = newest.get(inbox);
        return edge == null || isDead(edge, now, nanos);
    }

    private boolean isDead(Sighting edge, Instant now, long nanos) {
        return edge.status.getState() == EdgeState.GONE
                || (!edge.status.getAt().plus(expiry).isAfter(now) && nanos - edge.heardNanos >= silenceNanos);
    }

    private static EdgeAddress address(Sighting edge) {
        return new EdgeAddress(new Inbox(edge.status.getInbox()), edge.incarnation);
    }
}

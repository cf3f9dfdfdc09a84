package io.millrace.edge.session;

import io.millrace.id.RoomId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The subscriptions of one session, by room. Thread-safe. When they end is only kept for those that do.
final class SessionSubscriptions {

    private final Map<RoomId, LiveSubscription> live = new ConcurrentHashMap<>(4);
    private volatile @Nullable Map<RoomId, Instant> ends;

    @Nullable
    LiveSubscription in(RoomId room) {
        return live.get(room);
    }

    int size() {
        return live.size();
    }

    Collection<LiveSubscription> all() {
        return live.values();
    }

    /// @param end null for never
    void add(LiveSubscription subscription, @Nullable Instant end) {
        live.put(subscription.room(), subscription);
        moveEnd(subscription.room(), end);
    }

    /// Takes a subscription out.
    ///
    /// @return null when there was none
    @Nullable
    LiveSubscription remove(RoomId room) {
        LiveSubscription removed = live.remove(room);
        moveEnd(room, null);
        return removed;
    }

    /// The subscription ends at another time.
    ///
    /// @param end null for never
    void moveEnd(RoomId room, @Nullable Instant end) {
        Map<RoomId, Instant> known = ends;
        if (end != null) {
            (known == null ? firstEnds() : known).put(room, end);
        } else if (known != null) {
            known.remove(room);
        }
    }

    /// Whether some of them end by themselves.
    boolean someEnd() {
        Map<RoomId, Instant> known = ends;
        return known != null && !known.isEmpty();
    }

    /// Subscriptions that should have ended before a time.
    List<LiveSubscription> endedBefore(Instant time) {
        Map<RoomId, Instant> known = ends;
        if (known == null || known.isEmpty()) {
            return List.of();
        }
        return live.values().stream()
                .filter(subscription ->
                        known.getOrDefault(subscription.room(), Instant.MAX).isBefore(time))
                .toList();
    }

    private synchronized Map<RoomId, Instant> firstEnds() {
        Map<RoomId, Instant> known = ends;
        if (known == null) {
            known = new ConcurrentHashMap<>(4);
            ends = known;
        }
        return known;
    }
}

package io.millrace.edge.room;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Publication;
import io.millrace.id.ClientId;
import io.millrace.id.Epoch;
import io.millrace.id.RoomId;
import io.millrace.runtime.namespace.Namespace;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Every room that a session of this edge follows, or has followed a moment ago. Thread-safe. Times are
/// readings of one monotonic clock, in nanoseconds.
public final class RoomHub {

    private final RoomCommands commands;
    private final RoomTimes times;
    private final ConcurrentMap<RoomId, LocalRoom> rooms = new ConcurrentHashMap<>();

    /// @param retry after which an unanswered attach is repeated
    /// @param linger how long a room without members is still followed
    /// @param positionCheck silence of a room after which it is asked where it is
    /// @param idleCheck longest pause between two such questions, while the room stays silent
    public RoomHub(RoomCommands commands, Duration retry, Duration linger, Duration positionCheck, Duration idleCheck) {
        this.commands = commands;
        this.times = RoomTimes.of(retry, linger, positionCheck, idleCheck);
    }

    /// Starts to follow a room that an action will need soon, so that several rooms attach at the same time.
    public void prefetch(RoomId id, Namespace namespace, long nowNanos) {
        rooms.computeIfAbsent(id, absent -> new LocalRoom(absent, namespace, commands, nowNanos));
    }

    /// Runs an action in a live room, at once or when the room's snapshot is there.
    ///
    /// @param deadlineNanos when the action is told that the room is unavailable
    public void whenLive(RoomId id, Namespace namespace, RoomAction action, long nowNanos, long deadlineNanos) {
        boolean taken;
        do {
            LocalRoom room = rooms.computeIfAbsent(id, absent -> new LocalRoom(absent, namespace, commands, nowNanos));
            taken = room.whenLive(action, nowNanos, deadlineNanos);
            if (!taken) {
                rooms.remove(id, room);
            }
        } while (!taken);
    }

    /// Ends a member's subscription.
    public void leave(RoomId id, ClientId client, long nowNanos) {
        LocalRoom room = rooms.get(id);
        if (room != null) {
            room.remove(client, nowNanos);
        }
    }

    /// A room's event has arrived. A room that nobody follows is detached again: stale interest heals itself.
    public void event(RoomId id, Epoch epoch, RoomPublication publication, long nowNanos) {
        LocalRoom room = followed(id);
        if (room != null) {
            room.event(epoch, publication, nowNanos);
        }
    }

    /// A publication without a place in the room has arrived.
    ///
    /// @param messageId its identity: a repeat is dropped
    public void passing(RoomId id, Epoch epoch, String messageId, Publication publication) {
        LocalRoom room = followed(id);
        if (room != null) {
            room.passing(epoch, messageId, publication);
        }
    }

    /// A publication has arrived that only its sender's own sessions are shown.
    ///
    /// @param messageId its identity: a repeat is dropped
    public void echo(RoomId id, String messageId, Publication publication) {
        LocalRoom room = rooms.get(id);
        if (room != null) {
            room.echo(messageId, publication);
        }
    }

    /// The event of a removal has arrived.
    public void historyRemoved(RoomId id, Epoch epoch, RoomPublication removal, long nowNanos) {
        LocalRoom room = followed(id);
        if (room != null) {
            room.historyRemoved(epoch, removal, nowNanos);
        }
    }

    /// A room has said where it is.
    public void position(RoomId id, Epoch epoch, long top, long presenceVersion, long nowNanos) {
        LocalRoom room = rooms.get(id);
        if (room != null) {
            room.located(epoch, top, presenceVersion, nowNanos);
        }
    }

    /// Somebody came or went.
    public void presenceChanged(
            RoomId id,
            Epoch epoch,
            long version,
            boolean joined,
            ClientInfo info,
            Visibility visibility,
            long nowNanos) {
        LocalRoom room = rooms.get(id);
        if (room != null) {
            room.presenceChanged(epoch, version, joined, info, visibility, nowNanos);
        }
    }

    /// A part of a room's snapshot has arrived.
    public void snapshot(RoomId id, Snapshot part) {
        LocalRoom room = followed(id);
        if (room != null) {
            room.snapshot(part);
        }
    }

    /// The room no longer counts this edge in.
    public void detached(RoomId id, long nowNanos) {
        rooms.computeIfPresent(id, (same, room) -> room.reattach(nowNanos) ? room : null);
    }

    /// Deliveries may have been lost: every room asks for its snapshot again.
    public void reattachAll(long nowNanos) {
        rooms.keySet().forEach(id -> detached(id, nowNanos));
    }

    /// Periodic care, about once a second or more often.
    public void sweep(long nowNanos) {
        for (RoomId id : rooms.keySet()) {
            rooms.computeIfPresent(id, (same, room) -> room.sweep(nowNanos, times) ? room : null);
        }
    }

    /// A room that something was delivered for, or null after a detach.
    private @Nullable LocalRoom followed(RoomId id) {
        LocalRoom room = rooms.get(id);
        // The detach must not come after the attach of somebody who follows the room just now: nobody would notice
        // that the room no longer counts this edge in.
        return room != null
                ? room
                : rooms.compute(id, (same, appeared) -> {
                    if (appeared == null) {
                        commands.detach(id);
                    }
                    return appeared;
                });
    }

    /// Members of this edge by room, of rooms that have any.
    public Map<String, Integer> memberCounts(Predicate<String> wanted) {
        Map<String, Integer> counts = new HashMap<>();
        rooms.forEach((id, room) -> {
            int members = wanted.test(id.value()) ? room.memberCount() : 0;
            if (members > 0) {
                counts.put(id.value(), members);
            }
        });
        return counts;
    }

    /// Rooms followed, for metrics.
    public int size() {
        return rooms.size();
    }
}

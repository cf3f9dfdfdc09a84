package io.millrace.processor.room;

import io.millrace.id.RoomId;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which rooms an edge follows: the room's followers turned round, derived from the same changes.
final class FollowerIndex {

    private static final Comparator<Follower> BY_AGE =
            Comparator.comparing(Follower::inbox).thenComparing(Follower::incarnation);

    private final SortedMap<Follower, SortedSet<RoomId>> rooms = new TreeMap<>(BY_AGE);

    void add(RoomId room, Follower follower) {
        rooms.computeIfAbsent(follower, _ -> new TreeSet<>()).add(room);
    }

    private void remove(RoomId room, Follower follower) {
        rooms.computeIfPresent(follower, (_, followed) -> {
            followed.remove(room);
            return followed.isEmpty() ? null : followed;
        });
    }

    void apply(List<StateChange> changes) {
        for (StateChange change : changes) {
            switch (change) {
                case StateChange.FollowerAdded(var room, var follower) -> add(room, follower);
                case StateChange.FollowerRemoved(var room, var follower) -> remove(room, follower);
                // A room is only forgotten when nobody follows it.
                case StateChange.HeadWritten _,
                        StateChange.SlotWritten _,
                        StateChange.MemberWritten _,
                        StateChange.MemberRemoved _,
                        StateChange.RoomForgotten _ -> {}
            }
        }
    }

    Set<Follower> followers() {
        return Set.copyOf(rooms.keySet());
    }

    /// Rooms followed by this life of the edge or an earlier one, in the order of their names.
    SortedSet<RoomId> roomsOf(Follower follower) {
        SortedSet<RoomId> found = new TreeSet<>();
        rooms.forEach((known, followed) -> {
            if (known.equals(follower) || follower.replaces(known)) {
                found.addAll(followed);
            }
        });
        return found;
    }
}

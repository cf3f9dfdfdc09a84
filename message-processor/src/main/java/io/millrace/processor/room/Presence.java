package io.millrace.processor.room;

import io.millrace.id.ClientId;
import io.millrace.schema.state.RoomMember;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Who is in a room, by client. Every change has the next version.
///
/// Not thread-safe; owned by its room. Ordered by client, so that a snapshot does not depend on who came
/// first.
final class Presence {

    private final SortedMap<String, RoomMember> members = new TreeMap<>();
    private long version;

    static Presence restore(long version, Collection<RoomMember> members) {
        Presence presence = new Presence();
        presence.version = version;
        members.forEach(presence::put);
        return presence;
    }

    /// Version after the last change, 0 before the first.
    long version() {
        return version;
    }

    /// Notes that somebody is there; says false when exactly this was known already.
    boolean join(RoomMember member) {
        if (member.equals(members.get(member.getMember().getClient()))) {
            return false;
        }
        put(member);
        version++;
        return true;
    }

    /// The member with this client, or null when this follower reported no such one.
    @Nullable
    RoomMember find(Follower follower, ClientId client) {
        RoomMember member = members.get(client.value());
        return member != null && isOf(follower, member) ? member : null;
    }

    void remove(RoomMember member) {
        members.remove(member.getMember().getClient());
        version++;
    }

    /// What a follower reported, ordered by client.
    List<RoomMember> membersOf(Follower follower) {
        return members.values().stream()
                .filter(member -> isOf(follower, member))
                .toList();
    }

    /// Everybody, ordered by client.
    List<RoomMember> snapshot() {
        return List.copyOf(members.values());
    }

    private void put(RoomMember member) {
        members.put(member.getMember().getClient(), member);
    }

    private static boolean isOf(Follower follower, RoomMember member) {
        return member.getInbox() == follower.inbox().partition()
                && member.getIncarnation().equals(follower.incarnation().value());
    }
}

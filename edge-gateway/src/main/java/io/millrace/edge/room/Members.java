package io.millrace.edge.room;

import io.millrace.edge.outbox.SharedReply;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.Push;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who is in a room: the members of this edge, and everybody who is present on any edge. Not thread-safe.
///
/// A local member counts as present from its subscribe reply on and as gone from its unsubscribe on, before
/// the room's own word comes back through the log, so that a client that asks sees itself.
final class Members {

    private final String channel;
    private final Map<String, RoomMember> local = new LinkedHashMap<>();
    private final Map<String, ClientInfo> present = new LinkedHashMap<>();
    private final Set<String> leaving = new HashSet<>();
    private final boolean text;
    private @Nullable DeltaReaders deltas;
    private int positioned;

    /// @param channel name of the room on the wire
    /// @param text whether payloads are UTF-8
    Members(String channel, boolean text) {
        this.channel = channel;
        this.text = text;
    }

    boolean isEmpty() {
        return local.isEmpty();
    }

    int localCount() {
        return local.size();
    }

    List<RoomMember> local() {
        return List.copyOf(local.values());
    }

    /// The members of this edge that others learn of.
    List<RoomMember> seen() {
        return local.values().stream().filter(RoomMember::isSeen).toList();
    }

    void add(RoomMember member) {
        count(local.put(member.info().client(), member), -1);
        count(member, 1);
        leaving.remove(member.info().client());
    }

    /// Lets a member have deltas from its next publication on, or from the one after that.
    ///
    /// @param last the room's newest publication, if the client has it already
    void addDeltas(RoomMember member, @Nullable Payload last) {
        if (deltas == null) {
            deltas = new DeltaReaders(channel, text);
        }
        deltas.add(member.info().client(), last);
    }

    boolean anyPositioned() {
        return positioned > 0;
    }

    /// Takes a member out; null when there was none.
    @Nullable
    RoomMember remove(String client) {
        if (deltas != null && deltas.remove(client)) {
            deltas = null;
        }
        RoomMember removed = local.remove(client);
        count(removed, -1);
        return removed;
    }

    private void count(@Nullable RoomMember member, int change) {
        if (member != null && member.positioned()) {
            positioned += change;
        }
    }

    /// The room is being told that a member has gone.
    void leaving(String client) {
        leaving.add(client);
    }

    void publish(Publication publication) {
        SharedReply push = new SharedReply(new Push(channel, publication));
        if (deltas != null) {
            deltas.push(publication, push, local.values());
            return;
        }
        for (RoomMember member : local.values()) {
            member.push(push);
        }
    }

    void joined(ClientInfo info) {
        if (present.put(info.client(), info) == null) {
            tell(new Push.Join(info));
        }
    }

    void left(ClientInfo info) {
        leaving.remove(info.client());
        if (present.remove(info.client()) != null) {
            tell(new Push.Leave(info));
        }
    }

    /// Takes a snapshot and tells what is different from before.
    void reset(Map<String, ClientInfo> snapshot) {
        for (ClientInfo gone : List.copyOf(present.values())) {
            if (!snapshot.containsKey(gone.client())) {
                left(gone);
            }
        }
        leaving.retainAll(snapshot.keySet());
        snapshot.values().forEach(this::joined);
    }

    /// Everybody present, by client id.
    Map<String, ClientInfo> presence() {
        Map<String, ClientInfo> result = new LinkedHashMap<>(present);
        result.keySet().removeAll(leaving);
        seen().forEach(member -> result.put(member.info().client(), member.info()));
        return result;
    }

    /// Local members that the room has not yet said to be present.
    List<RoomMember> unconfirmedJoins() {
        return local.values().stream()
                .filter(member ->
                        member.isSeen() && !present.containsKey(member.info().client()))
                .toList();
    }

    /// Clients that left here and that the room has not yet said to be gone. One that it has not said to be
    /// present either is named only once: perhaps it never heard of it.
    List<String> unconfirmedLeaves() {
        List<String> result = List.copyOf(leaving);
        leaving.retainAll(present.keySet());
        return result;
    }

    private void tell(Push.Event event) {
        SharedReply push = new SharedReply(new Push(channel, event));
        for (RoomMember member : local.values()) {
            if (member.wantsJoinLeave()) {
                member.push(push);
            }
        }
    }
}

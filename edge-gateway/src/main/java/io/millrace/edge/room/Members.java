package io.millrace.edge.room;

import io.millrace.edge.outbox.SharedReply;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.Push;
import io.millrace.runtime.namespace.Namespace;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who is in a room: the members of this edge, and everybody who is present on any edge. Not thread-safe.
///
/// A local member counts as present from its subscribe reply on and as gone from its unsubscribe on, before
/// the room's own word comes back through the log, so that a client that asks sees itself.
final class Members {

    private final String channel;
    private final Map<String, RoomMember> local = new LinkedHashMap<>();
    private final Map<String, ClientInfo> present = new LinkedHashMap<>();

    /// How often clients of this edge have left without the room having said so. Nobody in here counts as
    /// present, even if the room only now says that it came: a client may come and go faster than the log.
    private final Map<String, Integer> leaving = new HashMap<>();

    private final Namespace namespace;

    /// Of those that are present and not seen as the namespace says; null before the first.
    private @Nullable Map<String, Visibility> visibility;

    private @Nullable DeltaReaders deltas;
    private int positioned;

    /// @param channel name of the room on the wire
    Members(String channel, Namespace namespace) {
        this.channel = channel;
        this.namespace = namespace;
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
        return local.values().stream().filter(Members::isSeen).toList();
    }

    void add(RoomMember member) {
        count(local.put(member.info().client(), member), -1);
        count(member, 1);
    }

    /// Lets a member have deltas from its next publication on, or from the one after that.
    ///
    /// @param last the room's newest publication, if the client has it already
    void addDeltas(RoomMember member, @Nullable Payload last) {
        if (deltas == null) {
            deltas = new DeltaReaders(channel, namespace.format() == Namespace.Format.JSON);
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
        leaving.merge(client, 1, Integer::sum);
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

    /// Shows a publication to the members of its sender: of the same user, or of the same connection of one
    /// without a name. The others, and what comes later, know nothing of it.
    void echo(Publication publication) {
        ClientInfo sender = publication.info();
        if (sender == null) {
            return;
        }
        SharedReply push = new SharedReply(new Push(channel, publication));
        for (RoomMember member : local.values()) {
            if (isOf(member, sender) && (deltas == null || !deltas.pushAside(member, publication))) {
                member.push(push);
            }
        }
    }

    private static boolean isOf(RoomMember member, ClientInfo sender) {
        return sender.user().isEmpty()
                ? member.info().client().equals(sender.client())
                : member.info().user().equals(sender.user());
    }

    void joined(ClientInfo info, Visibility how) {
        note(info.client(), how);
        if (present.put(info.client(), info) == null && how.isAnnounced(namespace)) {
            tell(new Push.Join(info));
        }
    }

    void left(ClientInfo info) {
        leaving.computeIfPresent(info.client(), (client, times) -> times > 1 ? times - 1 : null);
        Visibility how = visibilityOf(info.client());
        note(info.client(), Visibility.NAMESPACE);
        if (present.remove(info.client()) != null && how.isAnnounced(namespace)) {
            tell(new Push.Leave(info));
        }
    }

    private void note(String client, Visibility how) {
        Map<String, Visibility> known = visibility;
        if (how != Visibility.NAMESPACE) {
            known = known == null ? new HashMap<>() : known;
            known.put(client, how);
            visibility = known;
        } else if (known != null) {
            known.remove(client);
        }
    }

    private Visibility visibilityOf(String client) {
        return visibility == null ? Visibility.NAMESPACE : visibility.getOrDefault(client, Visibility.NAMESPACE);
    }

    private static boolean isSeen(RoomMember member) {
        return member.visibility() != Visibility.HIDDEN;
    }

    /// Takes a snapshot and tells what is different from before.
    ///
    /// @param how of those that are not seen as the namespace says
    void reset(Map<String, ClientInfo> snapshot, Map<String, Visibility> how) {
        for (ClientInfo gone : List.copyOf(present.values())) {
            if (!snapshot.containsKey(gone.client())) {
                left(gone);
            }
        }
        leaving.keySet().retainAll(snapshot.keySet());
        snapshot.values().forEach(info -> joined(info, how.getOrDefault(info.client(), Visibility.NAMESPACE)));
    }

    /// Everybody present who may be listed, by client id.
    Map<String, ClientInfo> presence() {
        Map<String, ClientInfo> result = new LinkedHashMap<>(present);
        result.keySet().removeAll(leaving.keySet());
        result.keySet().removeIf(client -> !visibilityOf(client).isListed(namespace));
        for (RoomMember member : local.values()) {
            if (member.visibility().isListed(namespace)) {
                result.put(member.info().client(), member.info());
            } else {
                result.remove(member.info().client());
            }
        }
        return result;
    }

    /// Local members that the room has not yet said to be present.
    List<RoomMember> unconfirmedJoins() {
        return local.values().stream()
                .filter(member ->
                        isSeen(member) && !present.containsKey(member.info().client()))
                .toList();
    }

    /// Clients that left here and that the room has not yet said to be gone. One that it has not said to be
    /// present either is named only once: perhaps it never heard of it.
    List<String> unconfirmedLeaves() {
        List<String> result = leaving.keySet().stream()
                .filter(client -> !local.containsKey(client))
                .toList();
        leaving.keySet().removeIf(client -> !present.containsKey(client) && !local.containsKey(client));
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

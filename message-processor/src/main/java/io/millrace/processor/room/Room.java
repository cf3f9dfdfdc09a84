package io.millrace.processor.room;

import io.millrace.id.ClientId;
import io.millrace.id.Inbox;
import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import io.millrace.processor.room.Decision.Effect;
import io.millrace.schema.chat.HistoryRemoved;
import io.millrace.schema.chat.MessageRetracted;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.edge.DetachReason;
import io.millrace.schema.edge.PresenceChange;
import io.millrace.schema.edge.PresenceChanged;
import io.millrace.schema.edge.PublishAnswer;
import io.millrace.schema.edge.RoomPosition;
import io.millrace.schema.state.RoomHead;
import io.millrace.schema.state.RoomMember;
import io.millrace.schema.state.RoomSlot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One room in one epoch: gives every new publication the next offset, and tells those who follow.
///
/// Not thread-safe. Each method changes the room in memory and writes the same change, with all output, into
/// the draft; when one throws, the room must be dropped and restored from its store.
final class Room {

    private final RoomId id;
    private final String epoch;
    private final History history;
    private final Presence presence;
    private final SortedMap<Inbox, Follower> followers = new TreeMap<>();

    /// Offset of the newest removal of the history, 0 when there was none.
    private long floor;

    /// Version of the newest publication that had one.
    private long version;

    private String versionEpoch = "";

    /// Time of the room: the latest timestamp among the commands that changed it.
    private Instant at;

    private Room(RoomId id, String epoch, Instant at, History history, Presence presence) {
        this.id = id;
        this.epoch = epoch;
        this.at = at;
        this.history = history;
        this.presence = presence;
    }

    /// A room that begins with the command at `origin`.
    static Room begin(RoomId id, CommandOrigin origin, int slots, Draft draft) {
        Room room = new Room(id, origin.epoch().value(), origin.at(), new History(slots), new Presence());
        room.writeHead(draft);
        return room;
    }

    /// The room as the store remembers it, or null when it does not.
    static @Nullable Room restore(RoomId id, RoomStore store) {
        RoomHead head = store.head(id);
        if (head == null) {
            return null;
        }
        var slots = store.slots(id);
        History history = History.restore(head.getSlots(), slots);
        Presence presence = Presence.restore(head.getPresenceVersion(), store.members(id));
        Room room = new Room(id, head.getEpoch(), head.getAt(), history, presence);
        slots.forEach(slot -> room.advance(slot.getAt()));
        room.floor = head.getFloor();
        room.version = head.getVersion();
        room.versionEpoch = head.getVersionEpoch();
        store.followers(id)
                .forEach(follower -> room.follow(Follower.of(follower.getInbox(), follower.getIncarnation())));
        return room;
    }

    /// Whether nobody follows the room and nothing changed it for longer than the limit.
    boolean isForgottenAt(Instant time, Duration idleLimit) {
        return followers.isEmpty() && at.plus(idleLimit).isBefore(time);
    }

    Effect publish(Command.Publish publish, Instant time, RoomPolicy policy, Draft draft) {
        Long earlier = history.offsetOf(publish.id().value());
        if (earlier != null) {
            answer(publish.replyTo(), publish.id(), earlier, true, draft);
            return Effect.REPEATED;
        }
        if (publish.skipsHistory()) {
            return passOn(publish, time, draft);
        }
        if (publish.version() > 0 && !advanceVersion(publish)) {
            answer(publish.replyTo(), publish.id(), history.top(), true, draft);
            return Effect.REPEATED;
        }
        advance(time);
        RoomEvent event = new RoomEvent(id.value(), epoch, history.top() + 1, at, publish.content(), null, null);
        append(event, history.append(event, policy.historySize(), oldest(policy)), draft);
        if (publish.version() > 0) {
            writeHead(draft);
        }
        answer(publish.replyTo(), publish.id(), event.getOffset(), false, draft);
        return Effect.DONE;
    }

    /// For who follows now: the room keeps nothing of it, so whoever gets it twice has to know it by its id.
    private Effect passOn(Command.Publish publish, Instant time, Draft draft) {
        Instant now = time.isAfter(at) ? time : at;
        RoomEvent event = new RoomEvent(id.value(), epoch, 0L, now, publish.content(), null, null);
        followers.values().forEach(follower -> draft.copy(follower, event));
        answer(publish.replyTo(), publish.id(), 0, false, draft);
        return Effect.DONE;
    }

    Effect removeHistory(Command.RemoveHistory remove, Instant time, RoomPolicy policy, Draft draft) {
        Long earlier = history.offsetOf(remove.id().value());
        if (earlier != null) {
            answer(remove.replyTo(), remove.id(), earlier, true, draft);
            return Effect.REPEATED;
        }
        advance(time);
        HistoryRemoved removed = new HistoryRemoved(remove.id().value());
        RoomEvent event = new RoomEvent(id.value(), epoch, history.top() + 1, at, null, removed, null);
        append(event, history.clear(event, policy.historySize()), draft);
        floor = event.getOffset();
        writeHead(draft);
        answer(remove.replyTo(), remove.id(), event.getOffset(), false, draft);
        return Effect.DONE;
    }

    Effect retract(Command.Retract retract, Instant time, RoomPolicy policy, Draft draft) {
        long offset = target(retract);
        if (offset == 0) {
            return unknown(retract, draft);
        }
        Long earlier = history.retractionOf(offset);
        if (earlier != null) {
            answer(retract.replyTo(), retract.id(), earlier, true, draft);
            return Effect.REPEATED;
        }
        advance(time);
        MessageRetracted retracted = new MessageRetracted(
                messageId(retract, offset),
                offset,
                retract.grounds().reason(),
                retract.grounds().actor(),
                policy.format());
        RoomEvent event = new RoomEvent(id.value(), epoch, history.top() + 1, at, null, null, retracted);
        append(event, history.retract(event, policy.historySize(), oldest(policy)), draft);
        answer(retract.replyTo(), retract.id(), event.getOffset(), false, draft);
        return Effect.DONE;
    }

    /// Offset of the publication that is meant, 0 when there is none.
    private long target(Command.Retract retract) {
        MessageId meant = retract.messageId();
        Long known = meant == null ? null : history.offsetOf(meant.value());
        if (meant != null && known != null) {
            return known != floor && meant.value().equals(history.publicationAt(known)) ? known : 0;
        }
        long offset = retract.offset();
        if (offset <= floor || offset > history.top() || !retract.isOf(epoch)) {
            return 0;
        }
        // Of the newest ones the room knows the ids: it is another publication than the one that is meant.
        boolean remembered = offset > history.top() - history.slots();
        return !remembered || (meant == null && history.publicationAt(offset) != null) ? offset : 0;
    }

    private String messageId(Command.Retract retract, long offset) {
        MessageId meant = retract.messageId();
        String known = meant == null ? history.publicationAt(offset) : meant.value();
        return known == null ? "" : known;
    }

    /// Nothing can be taken back.
    static Effect unknown(Command.Retract retract, Draft draft) {
        ReplyAddress replyTo = retract.replyTo();
        if (replyTo == null) {
            return Effect.IGNORED;
        }
        PublishAnswer answer =
                Answers.rejected(retract.id().value(), replyTo, Answers.BAD_REQUEST, "no such publication");
        draft.answer(replyTo, retract.room().value(), answer);
        return Effect.REJECTED;
    }

    private void append(RoomEvent event, List<RoomSlot> changed, Draft draft) {
        for (RoomSlot slot : changed) {
            int number = Math.toIntExact(slot.getOffset() % history.slots());
            draft.change(new StateChange.SlotWritten(id, number, slot));
        }
        draft.event(event);
        followers.values().forEach(follower -> draft.copy(follower, event));
    }

    /// Says false when the room has seen this version or a later one.
    private boolean advanceVersion(Command.Publish publish) {
        boolean sameCount =
                publish.versionEpoch().isEmpty() || publish.versionEpoch().equals(versionEpoch);
        if (sameCount && publish.version() <= version) {
            return false;
        }
        version = publish.version();
        versionEpoch = publish.versionEpoch();
        return true;
    }

    /// Tells an edge where it should be by now; nothing changes.
    void check(Follower follower, Draft draft) {
        if (!isNotAttached(follower, draft)) {
            draft.position(follower, id, position());
        }
    }

    void attach(Command.Attach attach, Instant time, RoomPolicy policy, Draft draft) {
        Follower follower = attach.follower();
        Follower known = followers.get(follower.inbox());
        if (known != null && known.replaces(follower)) {
            return; // A process that lost its inbox; the owner of the inbox must not lose the room.
        }
        advance(time);
        if (known != null && follower.replaces(known)) {
            drop(known, draft);
        }
        if (!follower.equals(known)) {
            follow(follower);
            draft.change(new StateChange.FollowerAdded(id, follower));
        }
        writeHead(draft);
        boolean continues = epoch.equals(text(attach)) && attach.fromOffset() <= history.top();
        var tail = history.after(continues ? attach.fromOffset() : 0, policy.historySize(), oldest(policy));
        Snapshot.parts(position(), floor, tail, presence.snapshot())
                .forEach(part -> draft.attached(follower, id, part));
    }

    void detach(Follower follower, Instant time, Draft draft) {
        Follower known = followers.get(follower.inbox());
        if (known != null && !known.replaces(follower)) {
            advance(time);
            drop(known, draft);
            writeHead(draft);
        }
    }

    /// As [#detach], for an edge that did not ask for it: if it lives after all, it learns to attach again.
    void expire(Follower follower, Instant time, Draft draft) {
        Follower known = followers.get(follower.inbox());
        if (known != null && !known.replaces(follower)) {
            detach(follower, time, draft);
            draft.detached(known, id, DetachReason.EXPIRED);
        }
    }

    void join(Command.Join join, Instant time, Draft draft) {
        Follower follower = join.follower();
        if (isNotAttached(follower, draft)) {
            return;
        }
        RoomMember member = new RoomMember(
                join.member(),
                follower.inbox().partition(),
                follower.incarnation().value(),
                join.visibility());
        if (presence.join(member)) {
            advance(time);
            ClientId client = new ClientId(join.member().getClient());
            draft.change(new StateChange.MemberWritten(id, client, member));
            writeHead(draft);
            tellPresence(PresenceChange.JOINED, member, draft);
        }
    }

    void leave(Command.Leave leave, Instant time, Draft draft) {
        if (isNotAttached(leave.follower(), draft)) {
            return;
        }
        RoomMember member = presence.find(leave.follower(), leave.client());
        if (member != null) {
            advance(time);
            remove(member, draft);
            writeHead(draft);
        }
    }

    private boolean isNotAttached(Follower follower, Draft draft) {
        boolean attached = follower.equals(followers.get(follower.inbox()));
        if (!attached) {
            draft.detached(follower, id, DetachReason.NOT_ATTACHED);
        }
        return !attached;
    }

    /// First the follower goes, so that it is not told about its own members.
    private void drop(Follower follower, Draft draft) {
        followers.remove(follower.inbox());
        draft.change(new StateChange.FollowerRemoved(id, follower));
        presence.membersOf(follower).forEach(member -> remove(member, draft));
    }

    private void remove(RoomMember member, Draft draft) {
        presence.remove(member);
        draft.change(new StateChange.MemberRemoved(
                id, new ClientId(member.getMember().getClient())));
        tellPresence(PresenceChange.LEFT, member, draft);
    }

    private void tellPresence(PresenceChange change, RoomMember member, Draft draft) {
        PresenceChanged changed =
                new PresenceChanged(epoch, presence.version(), change, member.getMember(), member.getVisibility());
        followers.values().forEach(follower -> draft.presence(follower, id, changed));
    }

    private void answer(@Nullable ReplyAddress replyTo, MessageId message, long offset, boolean repeated, Draft draft) {
        if (replyTo != null) {
            draft.answer(replyTo, id.value(), Answers.accepted(replyTo, message, epoch, offset, repeated));
        }
    }

    private RoomPosition position() {
        return new RoomPosition(epoch, history.top(), presence.version());
    }

    private void follow(Follower follower) {
        followers.put(follower.inbox(), follower);
    }

    private void advance(Instant time) {
        if (time.isAfter(at)) {
            at = time;
        }
    }

    private Instant oldest(RoomPolicy policy) {
        return at.minus(policy.historyTime());
    }

    private void writeHead(Draft draft) {
        RoomHead head = new RoomHead(epoch, history.slots(), at, presence.version(), floor, version, versionEpoch);
        draft.change(new StateChange.HeadWritten(id, head));
    }

    private static @Nullable String text(Command.Attach attach) {
        return attach.epoch() == null ? null : attach.epoch().value();
    }
}

package io.millrace.processor.room;

import io.millrace.id.RoomId;
import io.millrace.processor.room.Decision.Effect;
import io.millrace.processor.room.Decision.Outcome;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.RemoveHistory;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.Retract;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.edge.DetachReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rooms of one partition of `room.commands`.
///
/// Not thread-safe: one thread decides one command after the other and applies each outcome to the store
/// before the next. A failure of [#decide] leaves nothing changed: the decoded rooms are dropped and come
/// again from the store.
public final class Rooms {

    private final RoomStore store;
    private final RoomPolicies policies;
    private final RoomSettings settings;
    private final FollowerIndex index = new FollowerIndex();
    private final Map<RoomId, Room> loaded = new LinkedHashMap<>(16, 0.75f, true);

    /// Reads who follows what; rooms themselves are read when they are first needed.
    public Rooms(RoomStore store, RoomPolicies policies, RoomSettings settings) {
        this.store = store;
        this.policies = policies;
        this.settings = settings;
        store.forEachFollower(
                (room, follower) -> index.add(room, Follower.of(follower.getInbox(), follower.getIncarnation())));
    }

    /// Decides one command.
    ///
    /// @param key key of the Kafka record, null when it had none
    public Decision decide(CommandOrigin origin, @Nullable String key, RoomCommand record) {
        Command command;
        try {
            command = CommandReader.read(key, record);
        } catch (IllegalArgumentException malformed) {
            int code = RoomId.isValid(record.getRoom()) ? Answers.BAD_REQUEST : Answers.UNKNOWN_CHANNEL;
            return refuse(record, code, String.valueOf(malformed.getMessage()));
        }
        try {
            Decision decision = decide(origin, record, command);
            if (decision instanceof Outcome outcome) {
                index.apply(outcome.changes());
            }
            trim();
            return decision;
        } catch (RuntimeException | Error failure) {
            loaded.clear();
            throw failure;
        }
    }

    /// Edges that follow any room here.
    public Set<Follower> followers() {
        return index.followers();
    }

    /// How many rooms are held decoded.
    public int loadedRooms() {
        return loaded.size();
    }

    /// The changes that forget every room which no command could find any more.
    ///
    /// @param time a time that no later command's timestamp precedes
    public List<StateChange> forgetIdle(Instant time) {
        List<RoomId> candidates = new ArrayList<>();
        store.forEachHead((room, head) -> {
            if (head.getAt().plus(settings.idleLimit()).isBefore(time)) {
                candidates.add(room);
            }
        });
        List<StateChange> changes = new ArrayList<>();
        for (RoomId id : candidates) {
            Room room = Room.restore(id, store);
            if (room != null && room.isForgottenAt(time, settings.idleLimit())) {
                loaded.remove(id);
                changes.add(new StateChange.RoomForgotten(id));
            }
        }
        return changes;
    }

    private Decision decide(CommandOrigin origin, RoomCommand record, Command command) {
        return switch (command) {
            case Command.EdgeGone(var follower) -> expire(follower, origin.at());
            case Command.ToRoom toRoom -> {
                Optional<RoomPolicy> policy = policies.of(toRoom.room());
                yield policy.isPresent()
                        ? decide(origin, toRoom, policy.get())
                        : refuse(record, Answers.UNKNOWN_CHANNEL, "unknown channel");
            }
        };
    }

    private Outcome decide(CommandOrigin origin, Command.ToRoom command, RoomPolicy policy) {
        Draft draft = new Draft();
        Instant at = origin.at();
        switch (command) {
            case Command.Publish publish -> {
                Room room = findOrBegin(publish.room(), origin, policy, draft);
                return draft.finish(room.publish(publish, at, policy, draft));
            }
            case Command.RemoveHistory remove -> {
                Room room = findOrBegin(remove.room(), origin, policy, draft);
                return draft.finish(room.removeHistory(remove, at, policy, draft));
            }
            case Command.Retract retract -> {
                return draft.finish(find(retract.room(), at)
                        .map(room -> room.retract(retract, at, policy, draft))
                        .orElseGet(() -> Room.unknown(retract, draft)));
            }
            case Command.Check(var id, var follower) ->
                find(id, at)
                        .ifPresentOrElse(
                                room -> room.check(follower, draft),
                                () -> draft.detached(follower, id, DetachReason.NOT_ATTACHED));
            case Command.Attach attach ->
                findOrBegin(attach.room(), origin, policy, draft).attach(attach, at, policy, draft);
            case Command.Detach(var id, var follower) ->
                find(id, at).ifPresent(room -> room.detach(follower, at, draft));
            case Command.Join join -> {
                if (policy.presence()) {
                    find(join.room(), at)
                            .ifPresentOrElse(
                                    room -> room.join(join, at, draft),
                                    () -> draft.detached(join.follower(), join.room(), DetachReason.NOT_ATTACHED));
                }
            }
            case Command.Leave leave -> {
                if (policy.presence()) {
                    find(leave.room(), at)
                            .ifPresentOrElse(
                                    room -> room.leave(leave, at, draft),
                                    () -> draft.detached(leave.follower(), leave.room(), DetachReason.NOT_ATTACHED));
                }
            }
        }
        return draft.finish();
    }

    private Outcome expire(Follower follower, Instant at) {
        Draft draft = new Draft();
        for (RoomId id : index.roomsOf(follower)) {
            find(id, at).ifPresent(room -> room.expire(follower, at, draft));
        }
        return draft.finish();
    }

    private Optional<Room> find(RoomId id, Instant at) {
        Room room = loaded.get(id);
        if (room == null) {
            room = Room.restore(id, store);
        }
        if (room == null || room.isForgottenAt(at, settings.idleLimit())) {
            return Optional.empty();
        }
        loaded.put(id, room);
        return Optional.of(room);
    }

    private Room findOrBegin(RoomId id, CommandOrigin origin, RoomPolicy policy, Draft draft) {
        return find(id, origin.at()).orElseGet(() -> {
            if (store.head(id) != null) {
                draft.change(new StateChange.RoomForgotten(id));
            }
            int slots = Math.max(settings.dedupWindow(), policy.historySize());
            Room room = Room.begin(id, origin, slots, draft);
            loaded.put(id, room);
            return room;
        });
    }

    private static Decision refuse(RoomCommand record, int code, String reason) {
        if (record.getPublish() != null) {
            Publish publish = record.getPublish();
            return refuse(record, publish.getMessageId(), publish.getReplyTo(), code, reason);
        }
        if (record.getRemoveHistory() != null) {
            RemoveHistory remove = record.getRemoveHistory();
            return refuse(record, remove.getCommandId(), remove.getReplyTo(), code, reason);
        }
        if (record.getRetract() != null) {
            Retract retract = record.getRetract();
            return refuse(record, retract.getCommandId(), retract.getReplyTo(), code, reason);
        }
        return new Decision.Poison(reason);
    }

    private static Decision refuse(
            RoomCommand record, String id, @Nullable ReplyAddress replyTo, int code, String reason) {
        if (replyTo == null || !CommandReader.isUsable(replyTo)) {
            return new Decision.Poison(reason);
        }
        Draft draft = new Draft();
        String room = Answers.cut(record.getRoom(), RoomId.MAX_LENGTH);
        draft.answer(replyTo, room, Answers.rejected(id, replyTo, code, reason));
        return draft.finish(Effect.REJECTED);
    }

    /// Least recently used rooms go first; their state is in the store.
    private void trim() {
        var oldest = loaded.keySet().iterator();
        while (loaded.size() > settings.loadedRooms()) {
            oldest.next();
            oldest.remove();
        }
    }
}

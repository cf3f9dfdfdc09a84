package io.millrace.processor.room;

import io.millrace.id.ClientId;
import io.millrace.id.Epoch;
import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import io.millrace.schema.chat.Attach;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.PublishExtras;
import io.millrace.schema.chat.RemoveHistory;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.Retract;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.Sender;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Checks a command before any state is looked at, so that a bad one changes nothing.
final class CommandReader {

    /// Most bytes of payload and infos: with its envelope a publication must fit into one Kafka record of 1
    /// MB.
    static final int MAX_CONTENT_BYTES = 900 * 1024;

    private static final int MAX_REASON_LENGTH = 500;
    private static final int MAX_ACTOR_LENGTH = 255;

    private CommandReader() {}

    /// Reads a command of a known kind with valid parts.
    ///
    /// @param key key of the Kafka record: it chose the partition, so it must be the room
    /// @throws IllegalArgumentException saying what is wrong
    static Command read(@Nullable String key, RoomCommand command) {
        long kinds = Stream.of(
                        command.getPublish(),
                        command.getAttach(),
                        command.getDetach(),
                        command.getJoin(),
                        command.getLeave(),
                        command.getEdgeGone(),
                        command.getRemoveHistory(),
                        command.getCheck(),
                        command.getRetract())
                .filter(Objects::nonNull)
                .count();
        if (kinds != 1) {
            throw new IllegalArgumentException("command must have one known kind, has " + kinds);
        }
        if (command.getEdgeGone() != null) {
            var gone = command.getEdgeGone();
            return new Command.EdgeGone(Follower.of(gone.getInbox(), gone.getIncarnation()));
        }
        RoomId room = new RoomId(command.getRoom());
        if (!room.value().equals(key)) {
            throw new IllegalArgumentException("record key must be the room " + room);
        }
        return toRoom(room, command);
    }

    private static Command toRoom(RoomId room, RoomCommand command) {
        if (command.getPublish() != null) {
            return publish(room, command.getPublish());
        }
        if (command.getAttach() != null) {
            return attach(room, command.getAttach());
        }
        if (command.getDetach() != null) {
            var detach = command.getDetach();
            return new Command.Detach(room, Follower.of(detach.getInbox(), detach.getIncarnation()));
        }
        if (command.getJoin() != null) {
            var join = command.getJoin();
            return new Command.Join(
                    room,
                    Follower.of(join.getInbox(), join.getIncarnation()),
                    member(join.getMember()),
                    join.getVisibility());
        }
        if (command.getRemoveHistory() != null) {
            return removeHistory(room, command.getRemoveHistory());
        }
        if (command.getCheck() != null) {
            var check = command.getCheck();
            return new Command.Check(room, Follower.of(check.getInbox(), check.getIncarnation()));
        }
        if (command.getRetract() != null) {
            return retract(room, command.getRetract());
        }
        var leave = command.getLeave();
        return new Command.Leave(
                room, Follower.of(leave.getInbox(), leave.getIncarnation()), new ClientId(leave.getClient()));
    }

    private static Command publish(RoomId room, Publish publish) {
        requireUsable(publish.getReplyTo());
        PublishExtras extras = publish.getExtras();
        Map<String, String> tags = tags(extras);
        requireSize(publish.getSender(), publish.getData().remaining() + (tags == null ? 0 : size(tags)));
        if (extras != null && extras.getVersion() < 0) {
            throw new IllegalArgumentException("version must not be negative, is " + extras.getVersion());
        }
        MessagePublished content = new MessagePublished(
                publish.getMessageId(),
                publish.getSender(),
                publish.getData(),
                publish.getFormat(),
                publish.getSubmittedAt(),
                tags);
        MessageId id = new MessageId(publish.getMessageId());
        return new Command.Publish(room, id, content, extras, publish.getReplyTo());
    }

    private static @Nullable Map<String, String> tags(@Nullable PublishExtras extras) {
        return extras == null || extras.getTags().isEmpty() ? null : extras.getTags();
    }

    private static Command removeHistory(RoomId room, RemoveHistory remove) {
        requireUsable(remove.getReplyTo());
        return new Command.RemoveHistory(room, new MessageId(remove.getCommandId()), remove.getReplyTo());
    }

    private static Command retract(RoomId room, Retract retract) {
        requireUsable(retract.getReplyTo());
        long offset = retract.getOffset() == null ? 0 : retract.getOffset();
        if (offset < 0 || (offset == 0 && retract.getOffset() != null)) {
            throw new IllegalArgumentException("offset must be positive, is " + offset);
        }
        // An empty id is one only where an offset says which publication is meant.
        boolean known = offset == 0 || !retract.getMessageId().isEmpty();
        return new Command.Retract(
                room,
                new MessageId(retract.getCommandId()),
                known ? new MessageId(retract.getMessageId()) : null,
                offset,
                retract.getEpoch() == null ? null : new Epoch(retract.getEpoch()),
                new Command.Grounds(
                        Answers.cut(retract.getReason(), MAX_REASON_LENGTH),
                        Answers.cut(retract.getActor(), MAX_ACTOR_LENGTH)),
                retract.getReplyTo());
    }

    private static Command attach(RoomId room, Attach attach) {
        Epoch epoch = attach.getEpoch() == null ? null : new Epoch(attach.getEpoch());
        long fromOffset = attach.getFromOffset() == null ? 0 : attach.getFromOffset();
        if (fromOffset < 0) {
            throw new IllegalArgumentException("fromOffset must not be negative, is " + fromOffset);
        }
        return new Command.Attach(room, Follower.of(attach.getInbox(), attach.getIncarnation()), epoch, fromOffset);
    }

    private static Sender member(Sender member) {
        // The constructor checks it; presence is kept by client.
        ClientId client = new ClientId(member.getClient());
        requireSize(member, client.value().length());
        return member;
    }

    private static void requireSize(Sender sender, long dataBytes) {
        long bytes = dataBytes + size(sender.getConnInfo()) + size(sender.getChanInfo());
        if (bytes > MAX_CONTENT_BYTES) {
            throw new IllegalArgumentException("content must not exceed " + MAX_CONTENT_BYTES + " bytes, has " + bytes);
        }
    }

    private static int size(@Nullable ByteBuffer bytes) {
        return bytes == null ? 0 : bytes.remaining();
    }

    /// In UTF-8 a character needs up to three bytes.
    static long size(Map<String, String> tags) {
        long characters = 0;
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            characters += tag.getKey().length() + tag.getValue().length();
        }
        return 3 * characters;
    }

    private static void requireUsable(@Nullable ReplyAddress replyTo) {
        if (replyTo != null && !isUsable(replyTo)) {
            throw new IllegalArgumentException("replyTo must name an inbox and an incarnation");
        }
    }

    /// Whether an outcome can be sent there at all.
    static boolean isUsable(ReplyAddress replyTo) {
        try {
            Follower.of(replyTo.getInbox(), replyTo.getIncarnation());
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}

package io.millrace.moderation.topology;

import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.Sender;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// A submitted message whose identifiers were checked: whatever is made from it is valid.
///
/// @param key the record's key, under which its decision goes too
/// @param message the message
/// @param room where it is to go
/// @param replyTo inbox of the waiting edge, null when nobody waits
record Submission(
        String key,
        MessageSubmitted message,
        RoomId room,
        @Nullable Inbox replyTo) {

    /// Checks a record.
    ///
    /// @throws IllegalArgumentException when it can never be handled
    static Submission of(Record<@Nullable String, @Nullable MessageSubmitted> record) {
        MessageSubmitted message = record.value();
        if (message == null) {
            throw new IllegalArgumentException("record has no value");
        }
        var _ = new MessageId(message.getMessageId());
        String key = record.key();
        return new Submission(
                key == null ? identity(message.getSender()) : key,
                message,
                new RoomId(message.getRoom()),
                inbox(message.getReplyTo()));
    }

    private static @Nullable Inbox inbox(@Nullable ReplyAddress replyTo) {
        if (replyTo == null) {
            return null;
        }
        var _ = new Incarnation(replyTo.getIncarnation());
        return new Inbox(replyTo.getInbox());
    }

    /// Who is rate-limited: the user, or the connection of an anonymous one. The first letter keeps a user
    /// from taking the name of a connection.
    String sender() {
        Sender sender = message.getSender();
        return (sender.getUser().isEmpty() ? "c:" : "u:") + identity(sender);
    }

    private static String identity(Sender sender) {
        return sender.getUser().isEmpty() ? sender.getClient() : sender.getUser();
    }
}

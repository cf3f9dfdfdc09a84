package io.millrace.moderation.topology;

import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.Sender;
import org.jspecify.annotations.Nullable;

/// A submitted message whose identifiers were checked: whatever is made from it is valid.
///
/// @param key the record's key, under which its decision goes too
/// @param message the message
/// @param room where it is to go
record Submission(String key, MessageSubmitted message, RoomId room) {

    /// Checks a message.
    ///
    /// @param key of its record
    /// @throws IllegalArgumentException when it can never be handled
    static Submission of(@Nullable String key, MessageSubmitted message) {
        var _ = new MessageId(message.getMessageId());
        check(message.getReplyTo());
        return new Submission(
                key == null ? identity(message.getSender()) : key, message, new RoomId(message.getRoom()));
    }

    private static void check(@Nullable ReplyAddress replyTo) {
        if (replyTo != null) {
            var _ = new Incarnation(replyTo.getIncarnation());
            var _ = new Inbox(replyTo.getInbox());
        }
    }

    /// Who is rate-limited: the user, or the connection of an anonymous one. The first letter keeps a user
    /// from taking the name of a connection.
    String sender() {
        return sender(message.getSender());
    }

    static String sender(Sender sender) {
        return (sender.getUser().isEmpty() ? "c:" : "u:") + identity(sender);
    }

    private static String identity(Sender sender) {
        return sender.getUser().isEmpty() ? sender.getClient() : sender.getUser();
    }
}

package io.millrace.processor.room;

import io.millrace.id.MessageId;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.edge.Accepted;
import io.millrace.schema.edge.PublishAnswer;
import io.millrace.schema.edge.Rejected;

/// Makes the answers to publishes.
final class Answers {

    /// The room's name or namespace is not known.
    static final int UNKNOWN_CHANNEL = 102;

    /// The publication itself cannot be taken.
    static final int BAD_REQUEST = 107;

    private static final int MAX_REASON_LENGTH = 200;

    private Answers() {}

    static PublishAnswer accepted(ReplyAddress replyTo, MessageId id, String epoch, long offset, boolean duplicate) {
        return new PublishAnswer(
                replyTo.getCorrelation(), id.value(), new Accepted(epoch, offset, duplicate), null, null);
    }

    /// What comes from the command may be of any length: it is cut to what a valid one could be.
    static PublishAnswer rejected(String messageId, ReplyAddress replyTo, int code, String reason) {
        return new PublishAnswer(
                replyTo.getCorrelation(),
                cut(messageId, MessageId.MAX_LENGTH),
                null,
                new Rejected(code, cut(reason, MAX_REASON_LENGTH)),
                null);
    }

    static String cut(String text, int maxLength) {
        return text.length() <= maxLength ? text : text.substring(0, maxLength);
    }
}

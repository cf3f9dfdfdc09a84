package io.millrace.moderation.topology;

import com.github.f4b6a3.uuid.UuidCreator;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.moderation.Reason;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What moderators are asked. The id is made from the cause (RFC 9562 version 5), so a repeat is the same item.
final class ReviewItems {

    private ReviewItems() {}

    /// About a message.
    static ReviewItem.Builder of(
            ReviewKind kind, MessageSubmitted message, List<Reason> reasons, Map<String, Double> scores, Instant at) {
        return ReviewItem.newBuilder()
                .setId(id(kind, message.getRoom(), message.getMessageId()))
                .setKind(kind)
                .setMessageId(message.getMessageId())
                .setRoom(message.getRoom())
                .setUser(message.getSender().getUser())
                .setClient(message.getSender().getClient())
                .setFormat(message.getFormat())
                .setReasons(reasons)
                .setScores(scores)
                .setAt(at);
    }

    static String id(ReviewKind kind, String room, String cause) {
        // Rooms have no spaces.
        return UuidCreator.getNameBasedSha1(kind + " " + room + ' ' + cause).toString();
    }
}

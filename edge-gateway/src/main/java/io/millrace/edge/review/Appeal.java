package io.millrace.edge.review;

import io.millrace.edge.protocol.Payload;
import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import java.util.List;

/// A user disagrees with a sanction, `{"sanction": "…", "text": "…"}`, or with what became of a message of
/// theirs: `{"channel": "chat:lobby", "id": "…", "text": "…"}`, or the channel and the idempotency key of the
/// publish, or the channel and the offset.
///
/// @param sanction its id; empty when it is about a message
/// @param id identity of the message; empty when it is not known
/// @param channel of the message; empty when it is about a sanction
/// @param key idempotency key of the message; empty for none
/// @param offset of the message in the room, from 1; 0 when it is not known
/// @param text in the user's words
public record Appeal(String sanction, String id, String channel, String key, long offset, String text) {

    /// The rpc method.
    public static final String METHOD = "moderation.appeal";

    private static final int LONGEST_ID = 255;
    private static final List<String> TEXTS = List.of("sanction", "id", "channel", "key", "text");
    private static final List<String> NUMBERS = List.of("offset");

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException naming what is wrong with it
    public static Appeal parse(Payload request) {
        RequestFields fields = RequestFields.read(request, TEXTS, NUMBERS);
        Appeal appeal = new Appeal(
                fields.text("sanction", LONGEST_ID),
                fields.text("id", MessageId.MAX_LENGTH),
                fields.text("channel", RoomId.MAX_LENGTH),
                fields.text("key", LONGEST_ID),
                fields.position("offset"),
                fields.text("text", Complaints.LONGEST_TEXT));
        if (!appeal.isAboutAMessage() && appeal.sanction.isEmpty()) {
            throw new IllegalArgumentException(
                    "one of sanction, channel with id, channel with key, and channel with offset is required");
        }
        if (appeal.isAboutAMessage() && !appeal.sanction.isEmpty()) {
            throw new IllegalArgumentException("an appeal is about a sanction or a message, not both");
        }
        if (!appeal.id.isEmpty() && appeal.channel.isEmpty()) {
            throw new IllegalArgumentException("channel is required with id");
        }
        if (!appeal.id.isEmpty()) {
            var _ = new MessageId(appeal.id);
        }
        if (!appeal.channel.isEmpty() && !RoomId.isValid(appeal.channel)) {
            throw new IllegalArgumentException("channel must be printable ASCII");
        }
        if (appeal.text.isEmpty()) {
            throw new IllegalArgumentException("text is required");
        }
        return appeal;
    }

    private boolean isAboutAMessage() {
        return !id.isEmpty() || (!channel.isEmpty() && (!key.isEmpty() || offset > 0));
    }

    /// Hides what the user wrote.
    @Override
    public String toString() {
        return "Appeal[sanction=" + sanction + ", id=" + id + ", channel=" + channel + ", offset=" + offset + ']';
    }
}

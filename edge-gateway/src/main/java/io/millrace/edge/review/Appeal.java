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
        appeal.requireOneMatter();
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

    /// The same matter has one name only, or appeals about it would be different ones.
    private void requireOneMatter() {
        int names = (id.isEmpty() ? 0 : 1) + (key.isEmpty() ? 0 : 1) + (offset > 0 ? 1 : 0);
        if (!sanction.isEmpty()) {
            if (names > 0 || !channel.isEmpty()) {
                throw new IllegalArgumentException("an appeal is about a sanction or a message, not both");
            }
            return;
        }
        if (names > 1) {
            throw new IllegalArgumentException("only one of id, key and offset names a message");
        }
        if (!id.isEmpty() && channel.isEmpty()) {
            throw new IllegalArgumentException("channel is required with id");
        }
        if (names == 0 || channel.isEmpty()) {
            throw new IllegalArgumentException(
                    "one of sanction, channel with id, channel with key, and channel with offset is required");
        }
    }

    /// Hides what the user wrote.
    @Override
    public String toString() {
        return "Appeal[sanction=" + sanction + ", id=" + id + ", channel=" + channel + ", offset=" + offset + ']';
    }
}

package io.millrace.edge.review;

import io.millrace.edge.protocol.Payload;
import io.millrace.id.MessageId;
import io.millrace.id.UserId;
import java.util.List;

/// A user complains of a message, or of another user in a room:
/// `{"channel": "chat:lobby", "offset": 7, "reason": "…"}`.
///
/// @param channel where
/// @param offset of the message in the room, from 1; 0 when it is not known
/// @param id identity of the message; empty when it is not known. Does not count beside an offset where
///     messages are archived
/// @param user who is reported; counts only without offset and id
/// @param reason in the reporter's words, may be empty
public record Report(String channel, long offset, String id, String user, String reason) {

    /// The rpc method.
    public static final String METHOD = "moderation.report";

    private static final List<String> TEXTS = List.of("channel", "id", "user", "reason");
    private static final List<String> NUMBERS = List.of("offset");

    /// Reads a request.
    ///
    /// @throws IllegalArgumentException naming what is wrong with it
    public static Report parse(Payload request) {
        RequestFields fields = RequestFields.read(request, TEXTS, NUMBERS);
        Report report = new Report(
                fields.text("channel", Integer.MAX_VALUE),
                fields.position("offset"),
                fields.text("id", MessageId.MAX_LENGTH),
                fields.text("user", UserId.MAX_LENGTH),
                fields.text("reason", Complaints.LONGEST_TEXT));
        if (report.channel.isEmpty()) {
            throw new IllegalArgumentException("channel is required");
        }
        if (report.offset == 0 && report.id.isEmpty() && report.user.isEmpty()) {
            throw new IllegalArgumentException("one of offset, id and user is required");
        }
        if (!report.id.isEmpty()) {
            var _ = new MessageId(report.id);
        }
        var _ = new UserId(report.user);
        return report;
    }

    /// Hides what the user wrote.
    @Override
    public String toString() {
        return "Report[channel=" + channel + ", offset=" + offset + ", id=" + id + ']';
    }
}

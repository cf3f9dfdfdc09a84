package io.millrace.schema.room;

import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.Sender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What stands in for a publication that was taken back: its place, its time and its user stay, and nothing
/// that anybody wrote. Rooms, archive and edges make the same of it, so that nobody can tell who answered.
public final class TakenBack {

    /// What all tags begin with that only Millrace itself sets.
    public static final String RESERVED_TAGS = "millrace-";

    /// Tag that tells a publication that is none from those that somebody made.
    public static final String EVENT_TAG = RESERVED_TAGS + "event";

    private static final Map<String, String> TAGS = Map.of(EVENT_TAG, "removed");

    private TakenBack() {}

    /// What stands in for a publication.
    public static MessagePublished of(MessagePublished published) {
        // Without a client there is nobody whose infos are shown beside it.
        return new MessagePublished(
                published.getMessageId(),
                new Sender(published.getSender().getUser(), "", null, null),
                data(published.getFormat()),
                published.getFormat(),
                published.getSubmittedAt(),
                TAGS);
    }

    /// The payload that stands in: an empty JSON object, or no bytes.
    public static ByteBuffer data(PayloadFormat format) {
        String text = format == PayloadFormat.JSON ? "{}" : "";
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// The tags that stand in.
    public static Map<String, String> tags() {
        return TAGS;
    }
}

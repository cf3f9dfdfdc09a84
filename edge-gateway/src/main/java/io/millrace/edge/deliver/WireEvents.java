package io.millrace.edge.deliver;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.room.RoomPublication;
import io.millrace.edge.room.Visibility;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.MessageRetracted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.room.TakenBack;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Room events in the words of the client protocol.
public final class WireEvents {

    private WireEvents() {}

    /// An event as its room takes it.
    public static RoomPublication publication(RoomEvent event) {
        MessagePublished published = event.getPublished();
        MessageRetracted retracted = event.getRetracted();
        long offset = event.getOffset();
        return retracted == null
                ? new RoomPublication(offset, micros(event.getAt()), published == null ? null : wire(published, offset))
                : new RoomPublication(offset, micros(event.getAt()), retraction(retracted, offset), standIn(retracted));
    }

    /// What tells clients that a publication was taken back. Why and by whom is not theirs to know.
    private static Publication retraction(MessageRetracted retracted, long offset) {
        String taken = Long.toString(retracted.getOffset());
        Map<String, String> tags = new HashMap<>();
        tags.put(TakenBack.EVENT_TAG, "retracted");
        tags.put(TakenBack.RESERVED_TAGS + "offset", taken);
        String id = retracted.getMessageId();
        if (!id.isEmpty()) {
            tags.put(TakenBack.RESERVED_TAGS + "id", id);
        }
        Payload data = retracted.getFormat() == PayloadFormat.JSON
                ? Payload.wrap(("{\"event\":\"retracted\",\"offset\":" + taken + idField(id) + "}")
                        .getBytes(StandardCharsets.UTF_8))
                : Payload.NONE;
        return new Publication(data, null, offset, tags, false);
    }

    private static String idField(String id) {
        if (id.isEmpty()) {
            return "";
        }
        Payload text = Payload.wrap(id.getBytes(StandardCharsets.UTF_8)).asJsonString();
        return ",\"id\":" + StandardCharsets.UTF_8.decode(text.asByteBuffer());
    }

    /// The same as the room has from now on at the place of what was taken back.
    private static Publication standIn(MessageRetracted retracted) {
        Payload data = Payload.copyOf(TakenBack.data(retracted.getFormat()));
        return new Publication(data, null, retracted.getOffset(), TakenBack.tags(), false);
    }

    /// A publication as clients see it.
    public static Publication wire(MessagePublished published, long offset) {
        Sender sender = published.getSender();
        Payload data = Payload.copyOf(published.getData());
        // A publish through the server API has no client, and who sees it no info.
        ClientInfo info = sender.getClient().isEmpty() ? null : info(sender);
        Map<String, String> tags = published.getTags();
        return tags == null ? Publication.of(data, info, offset) : new Publication(data, info, offset, tags, false);
    }

    /// A publication that only its sender sees; it has no place in the room.
    static Publication echo(Publish publish) {
        return Publication.of(Payload.copyOf(publish.getData()), info(publish.getSender()), 0);
    }

    static ClientInfo info(Sender sender) {
        return new ClientInfo(
                sender.getUser(), sender.getClient(), payload(sender.getConnInfo()), payload(sender.getChanInfo()));
    }

    static Visibility visibility(io.millrace.schema.chat.Visibility recorded) {
        return switch (recorded) {
            case NAMESPACE -> Visibility.NAMESPACE;
            case LISTED -> Visibility.LISTED;
            case ANNOUNCED -> Visibility.ANNOUNCED;
            case BOTH -> Visibility.BOTH;
        };
    }

    /// By client; mostly there are none.
    static Map<String, Visibility> visibility(Map<String, io.millrace.schema.chat.Visibility> recorded) {
        Map<String, Visibility> result = new HashMap<>();
        recorded.forEach((client, visibility) -> result.put(client, visibility(visibility)));
        return result;
    }

    private static Payload payload(@Nullable ByteBuffer bytes) {
        return bytes == null ? Payload.NONE : Payload.copyOf(bytes);
    }

    private static long micros(Instant at) {
        return TimeUnit.SECONDS.toMicros(at.getEpochSecond()) + at.getNano() / 1_000;
    }
}

package io.millrace.edge.deliver;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.room.RoomPublication;
import io.millrace.edge.room.Visibility;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Room events in the words of the client protocol.
public final class WireEvents {

    private WireEvents() {}

    static RoomPublication publication(RoomEvent event) {
        MessagePublished published = event.getPublished();
        return new RoomPublication(
                event.getOffset(),
                micros(event.getAt()),
                published == null ? null : wire(published, event.getOffset()));
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

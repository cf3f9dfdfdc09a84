package io.millrace.processor.history;

import io.millrace.schema.chat.HistoryRemoved;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.MessageRetracted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.room.TakenBack;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Builds room events.
final class Events {

    static final String ROOM = "chat:room";
    static final String EPOCH = "e1";

    private Events() {}

    static RoomEvent event(long offset) {
        return event(offset, "user", null);
    }

    static RoomEvent event(long offset, String user, @Nullable ByteBuffer connInfo) {
        Sender sender = new Sender(user, "client", connInfo, null);
        ByteBuffer data = ByteBuffer.wrap(("{\"n\":" + offset + "}").getBytes(StandardCharsets.UTF_8));
        MessagePublished published = new MessagePublished(
                "m" + offset, sender, data, PayloadFormat.JSON, Instant.ofEpochSecond(offset, 1_000), null);
        return new RoomEvent(ROOM, EPOCH, offset, Instant.ofEpochSecond(offset, 2_000), published, null, null);
    }

    /// The event of a removal.
    static RoomEvent removal(long offset) {
        return new RoomEvent(
                ROOM,
                EPOCH,
                offset,
                Instant.ofEpochSecond(offset, 2_000),
                null,
                new HistoryRemoved("r" + offset),
                null);
    }

    /// The event that takes back the publication at another offset.
    static RoomEvent retraction(long offset, long target) {
        return new RoomEvent(
                ROOM,
                EPOCH,
                offset,
                Instant.ofEpochSecond(offset, 2_000),
                null,
                null,
                new MessageRetracted("m" + target, target, "insult", "mod-1", PayloadFormat.JSON));
    }

    /// What stands in for a publication that was taken back.
    static RoomEvent takenBack(long offset) {
        RoomEvent event = event(offset);
        event.setPublished(TakenBack.of(event.getPublished()));
        return event;
    }

    static List<RoomEvent> events(long first, long last) {
        return LongStream.rangeClosed(first, last).mapToObj(Events::event).toList();
    }
}

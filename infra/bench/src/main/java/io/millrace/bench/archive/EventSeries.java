package io.millrace.bench.archive;

import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Events as rooms write them: gap-free in every room, all of one epoch, each with an id that says where it
/// belongs. The same number gives the same event.
///
/// @param epoch of every room
/// @param count events in all rooms together
record EventSeries(String epoch, int count) {

    static final int ROOMS = 1_000;

    private static final String CLIENT = "3f2b9a52-1a4e-4c7e-9a43-6a4b0a3c9f11";
    private static final long BEGIN_SECOND = 1_780_000_000L;
    private static final byte[] DATA = ("{\"text\":\""
                    + "a message of a hundred bytes ".repeat(4).substring(0, 87) + "\"}")
            .getBytes(StandardCharsets.US_ASCII);

    /// An event, by its number from 0.
    RoomEvent event(int number) {
        String room = "chat:room-" + number % ROOMS;
        long offset = number / ROOMS + 1L;
        Instant at = Instant.ofEpochSecond(BEGIN_SECOND + number / 1_000, number % 1_000 * 1_000_000L + 456_000);
        Sender sender = new Sender("user-" + number % 5_000, CLIENT, null, null);
        MessagePublished published = new MessagePublished(
                epoch + '/' + room + '/' + offset,
                sender,
                ByteBuffer.wrap(DATA),
                PayloadFormat.JSON,
                at.minusNanos(3_000_000),
                null);
        return new RoomEvent(room, epoch, offset, at, published, null, null);
    }
}

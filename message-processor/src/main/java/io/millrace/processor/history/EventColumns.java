package io.millrace.processor.history;

import io.millrace.history.TagText;
import io.millrace.schema.chat.RoomEvent;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Inserts published events column by column: one array for each, so that a thousand rows are one statement.
///
/// Arrays are made of the types that the driver sends in binary, times as microseconds: as text, PostgreSQL
/// spends a quarter of the insert on parsing them.
final class EventColumns {

    private static final String INSERT = """
            insert into room_events (room, epoch, room_offset, message_id, user_id, client_id, conn_info, chan_info,
                                     data, format, submitted_at, published_at, tags)
            select room, epoch, room_offset, message_id, user_id, client_id, conn_info, chan_info, data, format,
                   timestamptz 'epoch' + submitted_micros * interval '1 microsecond',
                   timestamptz 'epoch' + published_micros * interval '1 microsecond', tags
            from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bytea[],
                        ?::bytea[], ?::bytea[], ?::text[], ?::bigint[], ?::bigint[], ?::text[])
                 as event (room, epoch, room_offset, message_id, user_id, client_id, conn_info, chan_info,
                           data, format, submitted_micros, published_micros, tags)
            on conflict do nothing
            """;

    /// In the order of the statement.
    private static final List<Column> COLUMNS = List.of(
            text(RoomEvent::getRoom),
            text(RoomEvent::getEpoch),
            number(RoomEvent::getOffset),
            text(event -> event.getPublished().getMessageId()),
            text(event -> event.getPublished().getSender().getUser()),
            text(event -> event.getPublished().getSender().getClient()),
            bytes(event -> event.getPublished().getSender().getConnInfo()),
            bytes(event -> event.getPublished().getSender().getChanInfo()),
            bytes(event -> event.getPublished().getData()),
            text(event -> event.getPublished().getFormat().name()),
            number(event -> micros(event.getPublished().getSubmittedAt())),
            number(event -> micros(event.getAt())),
            text(event -> TagText.write(event.getPublished().getTags())));

    private EventColumns() {}

    /// One parameter of the statement.
    ///
    /// @param type of its elements, as PostgreSQL calls it
    /// @param values one for each event
    private record Column(String type, Function<List<RoomEvent>, @Nullable Object[]> values) {}

    /// Inserts events; one that is already there stays as it is.
    static void insert(Connection connection, List<RoomEvent> events) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < COLUMNS.size(); i++) {
                Column column = COLUMNS.get(i);
                statement.setArray(
                        i + 1,
                        connection.createArrayOf(column.type(), column.values().apply(events)));
            }
            statement.executeUpdate();
        }
    }

    private static Column text(Function<RoomEvent, @Nullable String> value) {
        return new Column("text", events -> events.stream().map(value).toArray(String[]::new));
    }

    private static Column number(Function<RoomEvent, Long> value) {
        return new Column("int8", events -> events.stream().map(value).toArray(Long[]::new));
    }

    private static Column bytes(Function<RoomEvent, @Nullable ByteBuffer> value) {
        return new Column(
                "bytea",
                events -> events.stream().map(value).map(EventColumns::copy).toArray(byte[][]::new));
    }

    private static byte @Nullable [] copy(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /// Microseconds since 1970 UTC: the precision of both the event and the table.
    private static long micros(Instant instant) {
        return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
    }
}

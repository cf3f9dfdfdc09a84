package io.millrace.processor.history;

import io.millrace.schema.chat.RoomEvent;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Inserts published events column by column: one array for each, so that a thousand rows are one statement.
final class EventColumns {

    private static final String INSERT = """
            insert into room_events (room, epoch, room_offset, message_id, user_id, client_id, conn_info, chan_info,
                                     data, format, submitted_at, published_at)
            select * from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bytea[],
                                 ?::bytea[], ?::bytea[], ?::text[], ?::timestamptz[], ?::timestamptz[])
            on conflict do nothing
            """;

    /// In the order of the statement.
    private static final List<Column> COLUMNS = List.of(
            new Column("text", RoomEvent::getRoom),
            new Column("text", RoomEvent::getEpoch),
            new Column("int8", RoomEvent::getOffset),
            new Column("text", event -> event.getPublished().getMessageId()),
            new Column("text", event -> event.getPublished().getSender().getUser()),
            new Column("text", event -> event.getPublished().getSender().getClient()),
            new Column("bytea", event -> bytes(event.getPublished().getSender().getConnInfo())),
            new Column("bytea", event -> bytes(event.getPublished().getSender().getChanInfo())),
            new Column("bytea", event -> bytes(event.getPublished().getData())),
            new Column("text", event -> event.getPublished().getFormat().name()),
            new Column("timestamptz", event -> event.getPublished().getSubmittedAt()),
            new Column("timestamptz", RoomEvent::getAt));

    private EventColumns() {}

    private record Column(String type, Function<RoomEvent, @Nullable Object> value) {

        @Nullable
        Object[] values(List<RoomEvent> events) {
            return type.equals("bytea")
                    ? events.stream().map(value).toArray(byte[][]::new)
                    : events.stream().map(value).toArray();
        }
    }

    /// Inserts events; one that is already there stays as it is.
    static void insert(Connection connection, List<RoomEvent> events) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < COLUMNS.size(); i++) {
                Column column = COLUMNS.get(i);
                statement.setArray(i + 1, connection.createArrayOf(column.type(), column.values(events)));
            }
            statement.executeUpdate();
        }
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}

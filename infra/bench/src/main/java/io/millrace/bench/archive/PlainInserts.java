package io.millrace.bench.archive;

import io.millrace.schema.chat.RoomEvent;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The limit: one connection that inserts prepared batches of 1,000 rows through `unnest` into a table like the
/// archive's, with a commit each, and does nothing else: no Kafka, no decoding, no positions.
final class PlainInserts {

    private static final int BATCH = 1_000;
    private static final int PARTITIONS = 8;
    private static final String TABLE = "bench_events";
    private static final String INSERT = """
            insert into bench_events (room, epoch, room_offset, message_id, user_id, client_id, conn_info, chan_info,
                                      data, format, submitted_at, published_at)
            select room, epoch, room_offset, message_id, user_id, client_id, conn_info, chan_info, data, format,
                   timestamptz 'epoch' + submitted_micros * interval '1 microsecond',
                   timestamptz 'epoch' + published_micros * interval '1 microsecond'
            from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bytea[],
                        ?::bytea[], ?::bytea[], ?::text[], ?::bigint[], ?::bigint[])
                 as event (room, epoch, room_offset, message_id, user_id, client_id, conn_info, chan_info,
                           data, format, submitted_micros, published_micros)
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
            new Column("bytea", events -> new byte[events.size()][]),
            new Column("bytea", events -> new byte[events.size()][]),
            new Column(
                    "bytea",
                    events -> events.stream()
                            .map(event -> bytes(event.getPublished().getData()))
                            .toArray(byte[][]::new)),
            text(event -> event.getPublished().getFormat().name()),
            number(event -> micros(event.getPublished().getSubmittedAt())),
            number(event -> micros(event.getAt())));

    private final Connection connection;

    private record Column(String type, Function<List<RoomEvent>, @Nullable Object[]> values) {}

    PlainInserts(Connection connection) {
        this.connection = connection;
    }

    /// Rows a second, preparation of the batches not counted. Leaves nothing behind.
    double rowsPerSecond(EventSeries series) throws SQLException {
        List<List<@Nullable Object[]>> batches = batches(series);
        try (Statement statement = connection.createStatement()) {
            create(statement);
            connection.setAutoCommit(false);
            try {
                long started = System.nanoTime();
                for (List<@Nullable Object[]> batch : batches) {
                    insert(batch);
                    connection.commit();
                }
                return series.count() * 1e9 / (System.nanoTime() - started);
            } finally {
                connection.setAutoCommit(true);
                statement.execute("drop table " + TABLE);
            }
        }
    }

    private static void create(Statement statement) throws SQLException {
        statement.execute("create table " + TABLE + " (like room_events including all) partition by hash (room)");
        for (int i = 0; i < PARTITIONS; i++) {
            statement.execute("create table " + TABLE + "_" + i + " partition of " + TABLE
                    + " for values with (modulus " + PARTITIONS + ", remainder " + i + ")");
        }
    }

    private static List<List<@Nullable Object[]>> batches(EventSeries series) {
        List<List<@Nullable Object[]>> batches = new ArrayList<>();
        for (int from = 0; from < series.count(); from += BATCH) {
            List<RoomEvent> events = IntStream.range(from, Math.min(series.count(), from + BATCH))
                    .mapToObj(series::event)
                    .toList();
            batches.add(COLUMNS.stream()
                    .map(column -> column.values().apply(events))
                    .toList());
        }
        return batches;
    }

    private void insert(List<@Nullable Object[]> columns) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (int i = 0; i < columns.size(); i++) {
                statement.setArray(
                        i + 1, connection.createArrayOf(COLUMNS.get(i).type(), columns.get(i)));
            }
            statement.executeUpdate();
        }
    }

    private static Column text(Function<RoomEvent, String> value) {
        return new Column("text", events -> events.stream().map(value).toArray(String[]::new));
    }

    private static Column number(Function<RoomEvent, Long> value) {
        return new Column("int8", events -> events.stream().map(value).toArray(Long[]::new));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}

package io.millrace.moderation.desk.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Finds places in the archive of a room by its primary key alone: it has no other index, so that the archive
/// is written fast. Stateless.
final class RoomPositions {

    /// Epochs of a room, each found by one look into the index.
    private static final String EPOCHS = """
            with recursive epochs as (
                (select epoch from room_events where room = ? order by epoch limit 1)
                union all
                select (select epoch from room_events where room = ? and epoch > epochs.epoch order by epoch limit 1)
                from epochs where epochs.epoch is not null)
            select epoch, (select published_at from room_events where room = ? and epoch = epochs.epoch
                           order by room_offset limit 1) as began
            from epochs where epoch is not null order by began desc limit 20
            """;
    private static final String AT_OFFSET = """
            select 1 from room_events where room = ? and epoch = ? and room_offset = ? and message_id = ?
            """;
    private static final String BOUNDS = """
            select min(room_offset), max(room_offset) from room_events where room = ? and epoch = ?
            """;
    private static final String FROM = """
            select room_offset, published_at from room_events where room = ? and epoch = ? and room_offset >= ?
            order by room_offset limit 1
            """;

    private RoomPositions() {}

    /// A life of a room.
    ///
    /// @param began when its first event that is still there was published
    record Life(String epoch, Instant began) {}

    /// Lives of a room, newest first.
    static List<Life> lives(Connection connection, String room) throws SQLException {
        return Sql.rows(
                connection,
                EPOCHS,
                List.of(room, room, room),
                row -> new Life(row.getString("epoch"), Sql.time(row, "began")));
    }

    /// Whether a message is at an offset.
    static boolean isAt(Connection connection, String room, String epoch, long offset, String message)
            throws SQLException {
        return !Sql.rows(connection, AT_OFFSET, List.of(room, epoch, offset, message), _ -> true)
                .isEmpty();
    }

    /// The lowest offset that was published then or later, or behind the highest one.
    static long firstSince(Connection connection, String room, String epoch, Instant time) throws SQLException {
        long low;
        long high;
        try (PreparedStatement statement = connection.prepareStatement(BOUNDS)) {
            Sql.bind(statement, List.of(room, epoch));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                low = row.getLong(1);
                high = row.getLong(2) + 1;
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(FROM)) {
            while (low < high) {
                long middle = low + (high - low) / 2;
                Optional<Instant> published = publishedFrom(statement, room, epoch, middle);
                if (published.isPresent() && published.get().isBefore(time)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
        }
        return low;
    }

    private static Optional<Instant> publishedFrom(PreparedStatement statement, String room, String epoch, long offset)
            throws SQLException {
        Sql.bind(statement, List.of(room, epoch, offset));
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(Sql.time(row, "published_at")) : Optional.empty();
        }
    }
}

package io.millrace.history;

import io.millrace.id.Epoch;
import io.millrace.id.RoomId;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.MessageRetracted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reads the archive of one room page by page. What was taken back comes without its payload, as the room
/// itself has it. Thread-safe.
public final class RoomHistory {

    private static final String SELECT = """
            select room_offset, message_id, user_id, client_id, conn_info, chan_info, data, format, submitted_at,
                   published_at, tags, retracts, reason, actor
            from room_events
            where room = ? and epoch = ? and room_offset between ? and ?
            order by room_offset\s""";
    private static final String LIMIT = " limit ?";

    private final DataSource database;
    private final int seconds;

    /// @param database where the archive lies
    /// @param patience longest time for one page, rounded up to seconds
    public RoomHistory(DataSource database, Duration patience) {
        this.database = database;
        this.seconds = Math.toIntExact(Math.max(1, patience.plusMillis(999).toSeconds()));
    }

    /// Order of a page, and which end of the range it begins at.
    public enum Direction {
        /// Oldest first.
        ASCENDING("asc"),
        /// Newest first.
        DESCENDING("desc");

        private final String sql;

        Direction(String sql) {
            this.sql = sql;
        }
    }

    /// What is asked for. The next page continues behind the last event of this one.
    ///
    /// @param first lowest offset, included
    /// @param last highest offset, included
    /// @param limit most events, at least 1
    public record Page(RoomId room, Epoch epoch, long first, long last, int limit, Direction direction) {

        /// @throws IllegalArgumentException when the limit is not positive
        public Page {
            if (limit < 1) {
                throw new IllegalArgumentException("limit must be positive, is " + limit);
            }
        }
    }

    /// Reads a page; shorter than the limit only at the end of the range.
    ///
    /// @throws SQLException when the archive cannot be asked now
    public List<RoomEvent> read(Page page) throws SQLException {
        List<RoomEvent> events = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(SELECT + page.direction().sql + LIMIT)) {
            statement.setQueryTimeout(seconds);
            statement.setString(1, page.room().value());
            statement.setString(2, page.epoch().value());
            statement.setLong(3, page.first());
            statement.setLong(4, page.last());
            statement.setInt(5, page.limit());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    events.add(event(page, row));
                }
            }
        }
        return events;
    }

    private static RoomEvent event(Page page, ResultSet row) throws SQLException {
        long retracts = row.getLong("retracts");
        boolean retraction = !row.wasNull();
        return new RoomEvent(
                page.room().value(),
                page.epoch().value(),
                row.getLong("room_offset"),
                instant(row, "published_at"),
                retraction ? null : published(row),
                null,
                retraction ? retracted(row, retracts) : null);
    }

    private static MessageRetracted retracted(ResultSet row, long offset) throws SQLException {
        return new MessageRetracted(
                row.getString("message_id"),
                offset,
                row.getString("reason"),
                row.getString("actor"),
                PayloadFormat.valueOf(row.getString("format")));
    }

    private static MessagePublished published(ResultSet row) throws SQLException {
        Sender sender = new Sender(
                row.getString("user_id"),
                row.getString("client_id"),
                buffer(row.getBytes("conn_info")),
                buffer(row.getBytes("chan_info")));
        return new MessagePublished(
                row.getString("message_id"),
                sender,
                buffer(row.getBytes("data")),
                PayloadFormat.valueOf(row.getString("format")),
                instant(row, "submitted_at"),
                TagText.read(row.getString("tags")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}

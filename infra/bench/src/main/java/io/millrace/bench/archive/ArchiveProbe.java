package io.millrace.bench.archive;

import io.millrace.topic.Topics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Looks into the archive from outside. Not thread-safe.
final class ArchiveProbe implements AutoCloseable {

    private static final String POSITION = "select coalesce(sum(next_offset), 0) from archive_offsets where topic = ?";

    /// The primary key keeps a place from being taken twice; that every place holds the message that belongs
    /// there is what these counts tell.
    private static final String CONTENT = """
            select count(*), count(distinct message_id),
                   count(*) filter (where message_id <> epoch || '/' || room || '/' || room_offset)
            from room_events where epoch = ?
            """;

    private final Connection connection;

    /// @param jdbcUrl address with the user
    ArchiveProbe(String jdbcUrl) throws SQLException {
        connection = DriverManager.getConnection(jdbcUrl);
    }

    /// What the archive holds of a series.
    ///
    /// @param rows rows of its epoch
    /// @param messages different messages among them
    /// @param misplaced rows that hold another message than the one of their place
    record Content(long rows, long messages, long misplaced) {

        long missing(EventSeries series) {
            return series.count() - messages;
        }

        long repeated() {
            return rows - messages;
        }
    }

    /// Records of `room.events` that are archived, over all partitions; 0 before there is an archive.
    long position() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(POSITION)) {
            statement.setString(1, Topics.ROOM_EVENTS.name());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    Content content(String epoch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CONTENT)) {
            statement.setString(1, epoch);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new Content(result.getLong(1), result.getLong(2), result.getLong(3));
            }
        }
    }

    /// For the baseline, which writes by itself.
    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

package io.millrace.processor.history;

import io.millrace.history.intake.OffsetTable;
import io.millrace.history.intake.Step;
import io.millrace.schema.chat.RoomEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// Writes the tables of the archive. Thread-safe.
final class ArchiveTables {

    private static final OffsetTable OFFSETS = new OffsetTable("archive_offsets");

    /// Earlier epochs go too; they have earlier times.
    private static final String REMOVE = """
            delete from room_events where (room, epoch, room_offset) in (
                select room, epoch, room_offset from room_events
                where room = ? and published_at <= ? and (epoch <> ? or room_offset < ?) limit ?)
            """;

    /// Rows deleted by one statement: a large room must not exceed the time after which a connection counts
    /// as broken.
    private static final int REMOVE_ROWS = 10_000;

    private final ArchiveDatabase database;

    ArchiveTables(ArchiveDatabase database) {
        this.database = database;
    }

    /// The next offset to be archived, by partition; a partition that was never archived begins at 0.
    Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) throws SQLException {
        database.migrate();
        try (Connection connection = database.connection()) {
            return OFFSETS.read(connection, partitions);
        }
    }

    /// Writes published events, carries out removals and retractions and moves the positions, all or nothing.
    /// An event that is already there stays.
    ///
    /// @return false when a position is not the expected one: another writer has taken over, and nothing was
    ///     written
    boolean write(List<Step> steps, List<RoomEvent> events) throws SQLException {
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            try {
                boolean owner = OFFSETS.advance(connection, steps);
                if (owner && !events.isEmpty()) {
                    store(connection, events);
                }
                if (owner) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                return owner;
            } catch (SQLException | RuntimeException | Error failure) {
                // Whatever it is: the switch back would commit what was done so far.
                rollback(connection, failure);
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    /// Events that are removed or taken back later in the same batch are inserted first: the order of the room
    /// decides what stays.
    private static void store(Connection connection, List<RoomEvent> events) throws SQLException {
        List<RoomEvent> published =
                events.stream().filter(event -> event.getPublished() != null).toList();
        if (!published.isEmpty()) {
            EventColumns.insert(connection, published);
        }
        if (published.size() < events.size()) {
            for (RoomEvent event : events) {
                if (event.getHistoryRemoved() != null) {
                    remove(connection, event);
                } else if (event.getRetracted() != null) {
                    Retractions.write(connection, event);
                }
            }
        }
    }

    private static void remove(Connection connection, RoomEvent event) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
            statement.setString(1, event.getRoom());
            statement.setObject(2, event.getAt().atOffset(ZoneOffset.UTC));
            statement.setString(3, event.getEpoch());
            statement.setLong(4, event.getOffset());
            statement.setInt(5, REMOVE_ROWS);
            int removed;
            do {
                removed = statement.executeUpdate();
            } while (removed == REMOVE_ROWS);
        }
    }

    private static void rollback(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }
}

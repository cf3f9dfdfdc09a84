package io.millrace.processor.history;

import io.millrace.schema.chat.RoomEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes the tables of the archive. Thread-safe.
final class ArchiveTables {

    private static final String BEGIN = """
            insert into archive_offsets (topic, partition, next_offset) values (?, ?, 0) on conflict do nothing
            """;
    private static final String POSITION = """
            select next_offset from archive_offsets where topic = ? and partition = ?
            """;
    private static final String ADVANCE = """
            update archive_offsets set next_offset = ? where topic = ? and partition = ? and next_offset = ?
            """;

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

    /// One partition's step.
    ///
    /// @param expected position that the writer believes to be the archive's
    /// @param next position after it
    record Step(int partition, long expected, long next) {}

    /// The next offset to be archived, by partition; a partition that was never archived begins at 0.
    Map<Integer, Long> positions(String topic, Iterable<Integer> partitions) throws SQLException {
        database.migrate();
        Map<Integer, Long> positions = new HashMap<>();
        try (Connection connection = database.connection();
                PreparedStatement begin = connection.prepareStatement(BEGIN);
                PreparedStatement position = connection.prepareStatement(POSITION)) {
            for (int partition : partitions) {
                begin.setString(1, topic);
                begin.setInt(2, partition);
                begin.executeUpdate();
                position.setString(1, topic);
                position.setInt(2, partition);
                try (ResultSet result = position.executeQuery()) {
                    result.next();
                    positions.put(partition, result.getLong(1));
                }
            }
        }
        return positions;
    }

    /// Writes published events, carries out removals and retractions and moves the positions, all or nothing.
    /// An event that is already there stays.
    ///
    /// @return false when a position is not the expected one: another writer has taken over, and nothing was
    ///     written
    boolean write(String topic, List<Step> steps, List<RoomEvent> events) throws SQLException {
        try (Connection connection = database.connection()) {
            connection.setAutoCommit(false);
            try {
                // Positions first and in order: of two writers one waits here, without a deadlock and before any work.
                boolean owner = advance(connection, topic, steps);
                if (owner && !events.isEmpty()) {
                    store(connection, events);
                }
                if (owner) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                return owner;
            } catch (SQLException failure) {
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

    /// One round trip for all partitions.
    private static boolean advance(Connection connection, String topic, List<Step> steps) throws SQLException {
        List<Step> ordered =
                steps.stream().sorted(Comparator.comparingInt(Step::partition)).toList();
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            for (Step step : ordered) {
                statement.setLong(1, step.next());
                statement.setString(2, topic);
                statement.setInt(3, step.partition());
                statement.setLong(4, step.expected());
                statement.addBatch();
            }
            return Arrays.stream(statement.executeBatch()).allMatch(moved -> moved == 1);
        }
    }

    private static void rollback(Connection connection, SQLException failure) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }
}

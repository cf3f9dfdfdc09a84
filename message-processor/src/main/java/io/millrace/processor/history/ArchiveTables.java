package io.millrace.processor.history;

import io.millrace.schema.chat.RoomEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /// Writes published events and moves the positions, both or nothing. An event that is already there
    /// stays.
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
                    EventColumns.insert(connection, events);
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

package io.millrace.history.intake;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// How far each partition was read, in a table beside the rows: `topic`, `partition`, `next_offset`.
/// Thread-safe.
public final class OffsetTable {

    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final String begin;
    private final String position;
    private final String advance;

    /// @param table its name, a constant
    public OffsetTable(String table) {
        begin = "insert into " + table + " (topic, partition, next_offset) values (?, ?, 0) on conflict do nothing";
        position = "select next_offset from " + table + " where topic = ? and partition = ?";
        advance = "update " + table + " set next_offset = ? where topic = ? and partition = ? and next_offset = ?";
    }

    /// The next offset to be read, by partition; one that was never read begins at 0.
    public Map<TopicPartition, Long> read(Connection connection, Collection<TopicPartition> partitions)
            throws SQLException {
        Map<TopicPartition, Long> positions = new HashMap<>();
        try (PreparedStatement first = connection.prepareStatement(begin);
                PreparedStatement select = connection.prepareStatement(position)) {
            for (TopicPartition partition : partitions.stream().sorted(ORDER).toList()) {
                first.setString(1, partition.topic());
                first.setInt(2, partition.partition());
                first.executeUpdate();
                select.setString(1, partition.topic());
                select.setInt(2, partition.partition());
                try (ResultSet result = select.executeQuery()) {
                    result.next();
                    positions.put(partition, result.getLong(1));
                }
            }
        }
        return positions;
    }

    /// Moves positions, in one round trip. To be called before any other work of the transaction: of two
    /// readers one waits here, without a deadlock.
    ///
    /// @return false when a position is not the expected one: another reader has taken over, and the
    ///     transaction must be rolled back
    public boolean advance(Connection connection, Collection<Step> steps) throws SQLException {
        List<Step> ordered = steps.stream()
                .sorted(Comparator.comparing(Step::partition, ORDER))
                .toList();
        try (PreparedStatement statement = connection.prepareStatement(advance)) {
            for (Step step : ordered) {
                statement.setLong(1, step.next());
                statement.setString(2, step.partition().topic());
                statement.setInt(3, step.partition().partition());
                statement.setLong(4, step.expected());
                statement.addBatch();
            }
            return Arrays.stream(statement.executeBatch()).allMatch(moved -> moved == 1);
        }
    }
}

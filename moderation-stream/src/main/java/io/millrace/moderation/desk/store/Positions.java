package io.millrace.moderation.desk.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How far each partition was read. Stateless.
public final class Positions {

    private static final String BEGIN = """
            insert into moderation_offsets (topic, partition, next_offset) values (?, ?, 0) on conflict do nothing
            """;
    private static final String POSITION = """
            select next_offset from moderation_offsets where topic = ? and partition = ?
            """;
    private static final String ADVANCE = """
            update moderation_offsets set next_offset = ? where topic = ? and partition = ? and next_offset = ?
            """;

    private Positions() {}

    /// One partition of a topic.
    public record Part(String topic, int partition) {}

    /// One partition's step.
    ///
    /// @param expected position that the reader believes to be the table's
    /// @param next position after it
    public record Step(Part part, long expected, long next) {}

    /// The next offset to be read, by partition; one that was never read begins at 0.
    public static Map<Part, Long> read(Connection connection, Iterable<Part> parts) throws SQLException {
        Map<Part, Long> positions = new HashMap<>();
        try (PreparedStatement begin = connection.prepareStatement(BEGIN);
                PreparedStatement position = connection.prepareStatement(POSITION)) {
            for (Part part : parts) {
                begin.setString(1, part.topic());
                begin.setInt(2, part.partition());
                begin.executeUpdate();
                position.setString(1, part.topic());
                position.setInt(2, part.partition());
                try (ResultSet result = position.executeQuery()) {
                    result.next();
                    positions.put(part, result.getLong(1));
                }
            }
        }
        return positions;
    }

    /// Moves positions, before any other work of the transaction: of two readers one waits here, without a
    /// deadlock.
    ///
    /// @return false when a position is not the expected one: another desk has taken over
    public static boolean advance(Connection connection, List<Step> steps) throws SQLException {
        List<Step> ordered = steps.stream()
                .sorted(Comparator.comparing((Step step) -> step.part().topic())
                        .thenComparingInt(step -> step.part().partition()))
                .toList();
        try (PreparedStatement statement = connection.prepareStatement(ADVANCE)) {
            for (Step step : ordered) {
                statement.setLong(1, step.next());
                statement.setString(2, step.part().topic());
                statement.setInt(3, step.part().partition());
                statement.setLong(4, step.expected());
                if (statement.executeUpdate() != 1) {
                    return false;
                }
            }
        }
        return true;
    }
}

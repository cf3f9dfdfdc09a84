package io.millrace.moderation.desk.store;

import io.millrace.schema.moderation.ModelScores;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How a model that is tried out differs from the one in use. Stateless.
public final class ComparisonTable {

    /// Scores on different sides of it are a disagreement.
    private static final double MIDDLE = 0.5;

    private static final String ADD = """
            insert into moderation_comparisons as known (day, model, candidate, label, messages, difference, disagreements)
            values (?, ?, ?, ?, 1, ?, ?)
            on conflict (day, model, candidate, label) do update set messages = known.messages + 1,
                difference = known.difference + excluded.difference,
                disagreements = known.disagreements + excluded.disagreements
            """;
    private static final String REPORT = """
            select model, candidate, label, sum(messages) as messages, sum(difference) as difference,
                   sum(disagreements) as disagreements
            from moderation_comparisons where day >= ? group by model, candidate, label
            order by model, candidate, label limit 1000
            """;

    private ComparisonTable() {}

    /// Two models and one label that both know.
    ///
    /// @param messages that both scored
    /// @param difference of the scores, on the mean
    /// @param disagreements messages of which one score is at least 0.5 and the other is not
    public record Comparison(
            String model, String candidate, String label, long messages, double difference, long disagreements) {}

    /// Counts the scores of a message that both models have scored; others do not matter.
    public static void add(Connection connection, ModelScores scores) throws SQLException {
        Map<String, Double> tried = scores.getCandidate();
        String candidate = scores.getCandidateModel();
        if (tried == null || candidate == null || scores.getScores().isEmpty()) {
            return;
        }
        LocalDate day = scores.getScoredAt().atZone(ZoneOffset.UTC).toLocalDate();
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            // In one order, so that two desks do not wait for each other.
            for (Map.Entry<String, Double> active : new TreeMap<>(scores.getScores()).entrySet()) {
                Double other = tried.get(active.getKey());
                if (other != null) {
                    boolean disagrees = active.getValue() >= MIDDLE != other >= MIDDLE;
                    Sql.bind(
                            statement,
                            List.of(
                                    day,
                                    scores.getModel(),
                                    candidate,
                                    active.getKey(),
                                    Math.abs(active.getValue() - other),
                                    disagrees ? 1L : 0L));
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    /// Sums since the day of a time.
    public static List<Comparison> report(Connection connection, Instant since) throws SQLException {
        return Sql.rows(connection, REPORT, List.of(since.atZone(ZoneOffset.UTC).toLocalDate()), ComparisonTable::read);
    }

    private static Comparison read(ResultSet row) throws SQLException {
        long messages = row.getLong("messages");
        return new Comparison(
                row.getString("model"),
                row.getString("candidate"),
                row.getString("label"),
                messages,
                row.getDouble("difference") / messages,
                row.getLong("disagreements"));
    }
}

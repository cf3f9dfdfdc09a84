package io.millrace.moderation.desk.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who complained of a message, and in which words. Stateless.
public final class ReportTable {

    private static final String OF_REVIEW = """
            select reporter, words, arisen_at from moderation_reports where review_id = ? order by arisen_at, id limit ?
            """;

    private ReportTable() {}

    /// One complaint.
    ///
    /// @param reporter null when it is not known
    public record Report(@Nullable String reporter, String words, Instant at) {}

    /// Complaints of an item, oldest first.
    public static List<Report> of(Connection connection, String review, int limit) throws SQLException {
        List<Report> reports = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(OF_REVIEW)) {
            statement.setString(1, review);
            statement.setInt(2, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    reports.add(
                            new Report(row.getString("reporter"), row.getString("words"), Sql.time(row, "arisen_at")));
                }
            }
        }
        return reports;
    }
}

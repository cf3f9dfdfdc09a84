package io.millrace.faults.harness;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/// What moderation desks have written down about the rooms with a prefix.
///
/// @param items published messages that moderators are shown
/// @param refusals messages whose senders were told that moderation rejected them
public record DeskTables(int items, int refusals) {

    private static final String COUNT = """
            select (select count(*) from moderation_reviews where kind = 'FLAGGED' and room like ?),
                (select count(*) from moderation_decisions where error_code = 400 and room like ?)
            """;

    /// The tables once they are as expected, or as they are when the time is over.
    ///
    /// @throws IllegalStateException when they cannot be read even then
    public static DeskTables await(String jdbcUrl, String prefix, DeskTables expected, Duration atMost) {
        var _ = Waiting.until(() -> holds(jdbcUrl, prefix, expected), atMost);
        try {
            return read(jdbcUrl, prefix);
        } catch (SQLException e) {
            throw new IllegalStateException("the desk's tables cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean holds(String jdbcUrl, String prefix, DeskTables expected) {
        try {
            return read(jdbcUrl, prefix).equals(expected);
        } catch (SQLException notThere) {
            return false;
        }
    }

    private static DeskTables read(String jdbcUrl, String prefix) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setString(1, prefix + "%");
            count.setString(2, prefix + "%");
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return new DeskTables(row.getInt(1), row.getInt(2));
            }
        }
    }
}

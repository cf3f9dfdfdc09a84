package io.millrace.bench.connect;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// Counts transactions in the archive's database, from another database of the same server, so that the
/// question does not count itself.
final class ArchiveQueries implements AutoCloseable {

    private static final String OTHER = "postgres";

    private final Connection connection;
    private final String database;

    /// @param jdbcUrl address of the archive, with its user
    ArchiveQueries(String jdbcUrl) throws SQLException {
        String path = jdbcUrl.substring(jdbcUrl.lastIndexOf('/') + 1);
        int options = path.indexOf('?');
        database = options < 0 ? path : path.substring(0, options);
        connection = DriverManager.getConnection(
                jdbcUrl.substring(0, jdbcUrl.lastIndexOf('/') + 1) + OTHER + path.substring(database.length()));
    }

    /// Transactions so far, committed or not; a query alone is one too. The server counts with a delay of up
    /// to a second.
    long count() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select xact_commit + xact_rollback from pg_stat_database where datname = '" + database
                                + "'")) {
            result.next();
            return result.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

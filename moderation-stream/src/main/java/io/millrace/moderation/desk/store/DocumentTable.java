package io.millrace.moderation.desk.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Policies and lists in all their versions. Stateless.
public final class DocumentTable {

    private static final String ADD = """
            insert into moderation_documents (document_key, version, author, at, note, document)
            values (?, ?, ?, ?, ?, ?) on conflict do nothing
            """;
    private static final String NEWEST = """
            select distinct on (document_key) * from moderation_documents order by document_key, version desc
            """;
    private static final String VERSIONS = """
            select * from moderation_documents where document_key = ? order by version desc limit ?
            """;

    /// Of two writers of one document the second waits, and then sees the version of the first.
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended(?, 7018131951208295027))";

    private DocumentTable() {}

    /// One version.
    ///
    /// @param document null when it was removed
    public record Version(
            String key,
            long version,
            String author,
            Instant at,
            String note,
            @Nullable String document) {}

    /// Keeps other writers of a document waiting until the end of the transaction.
    public static void lock(Connection connection, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setString(1, key);
            statement.execute();
        }
    }

    /// Adds a version; one that is there stays.
    public static void add(Connection connection, Version version) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            Sql.bind(
                    statement,
                    Arrays.asList(
                            version.key(),
                            version.version(),
                            version.author(),
                            version.at(),
                            version.note(),
                            version.document()));
            statement.executeUpdate();
        }
    }

    /// Notes that a document was removed by a record; of one that was removed before, or published later,
    /// nothing changes.
    public static void removed(Connection connection, String key, Instant at) throws SQLException {
        Optional<Version> newest = newest(connection, key)
                .filter(version -> version.document() != null && version.at().isBefore(at));
        if (newest.isPresent()) {
            add(connection, new Version(key, newest.get().version() + 1, "", at, "", null));
        }
    }

    /// The newest version of a document, removed or not; empty when there never was one.
    public static Optional<Version> newest(Connection connection, String key) throws SQLException {
        return versions(connection, key, 1).stream().findFirst();
    }

    /// The newest versions of a document, newest first.
    public static List<Version> versions(Connection connection, String key, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(VERSIONS)) {
            Sql.bind(statement, List.of(key, limit));
            return read(statement);
        }
    }

    /// Every document that was not removed, in its newest version.
    public static List<Version> published(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            return read(statement).stream()
                    .filter(version -> version.document() != null)
                    .toList();
        }
    }

    private static List<Version> read(PreparedStatement statement) throws SQLException {
        List<Version> versions = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                versions.add(new Version(
                        row.getString("document_key"),
                        row.getLong("version"),
                        row.getString("author"),
                        Sql.time(row, "at"),
                        row.getString("note"),
                        row.getString("document")));
            }
        }
        return versions;
    }
}

package io.millrace.moderation.desk.store;

import io.millrace.schema.moderation.ReviewKind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What time does to the tables, and how long the queue is. Stateless.
public final class QueueTable {

    private static final String EXPIRE = """
            update moderation_reviews set state = 'EXPIRED', closed_at = expires_at, claimed_by = null,
                claimed_until = null
            where id in (select id from moderation_reviews where state = 'OPEN' and expires_at <= ?
                for update skip locked)
            """;
    private static final String WAITING = """
            select kind, count(*), min(arisen_at) from moderation_reviews
            where state = 'OPEN' and (expires_at is null or expires_at > now()) group by kind
            """;
    private static final List<String> PURGE = List.of(
            "delete from moderation_reviews where state <> 'OPEN' and closed_at < ?",
            "delete from moderation_decisions where decided_at < ?",
            "delete from moderation_audit where at < ?",
            "delete from moderation_comparisons where day < ?::timestamptz::date");

    /// Nothing else ends them: a reported message that never was, a flagged one that nobody looked at.
    private static final String PURGE_UNDECIDED = """
            delete from moderation_reviews where state = 'OPEN' and expires_at is null and arisen_at < ?
                and (claimed_until is null or claimed_until <= now())
            """;

    private QueueTable() {}

    /// Undecided items of one kind.
    ///
    /// @param oldest when the oldest of them arose
    public record Waiting(int count, Instant oldest) {}

    /// Marks what was decided without anybody.
    ///
    /// @return how many
    public static int expire(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(EXPIRE)) {
            Sql.bind(statement, List.of(now));
            return statement.executeUpdate();
        }
    }

    /// Undecided items by kind; kinds without one are missing.
    public static Map<ReviewKind, Waiting> waiting(Connection connection) throws SQLException {
        Map<ReviewKind, Waiting> waiting = new EnumMap<>(ReviewKind.class);
        try (PreparedStatement statement = connection.prepareStatement(WAITING);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                waiting.put(
                        ReviewKind.valueOf(row.getString("kind")),
                        new Waiting(row.getInt("count"), Sql.time(row, "min")));
            }
        }
        return waiting;
    }

    /// Deletes what is decided and over for long, and what nobody has decided for as long.
    ///
    /// @return how many items nobody has decided
    public static int purge(Connection connection, Instant before) throws SQLException {
        for (String sql : PURGE) {
            int _ = Sql.update(connection, sql, before);
        }
        return Sql.update(connection, PURGE_UNDECIDED, before);
    }
}

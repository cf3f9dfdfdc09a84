package io.millrace.moderation.desk.store;

import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
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

/// Sanctions, also those that are over. Stateless.
public final class SanctionTable {

    private static final String ADD = """
            insert into moderation_sanctions as known (id, user_id, room, kind, interval_millis, from_at, until_at, reason,
                actor, cause)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do update set room = excluded.room, kind = excluded.kind,
                interval_millis = excluded.interval_millis, from_at = excluded.from_at, until_at = excluded.until_at,
                reason = excluded.reason, actor = excluded.actor, cause = excluded.cause,
                ended_at = case when excluded.from_at > known.ended_at then null else known.ended_at end,
                ended_by = case when excluded.from_at > known.ended_at then null else known.ended_by end
            """;
    private static final String END = """
            update moderation_sanctions set ended_at = ?, ended_by = ? where id = ? and ended_at is null
            """;
    private static final String GONE = "update moderation_sanctions set gone = true where id = ?";
    private static final String BACK = "update moderation_sanctions set gone = false where id = ? and gone";
    private static final String IS_ENDED = "select 1 from moderation_sanctions where id = ? and ended_at is not null";
    private static final String PURGE = """
            delete from moderation_sanctions where coalesce(ended_at, until_at) < ? returning id, gone
            """;
    private static final String SELECT = "select * from moderation_sanctions where ";

    private SanctionTable() {}

    /// A sanction with its end.
    ///
    /// @param endedAt null when nobody ended it
    /// @param endedBy null when that is not known
    public record SanctionRow(
            Sanction sanction,
            @Nullable Instant endedAt,
            @Nullable String endedBy) {

        /// Whether it holds at a time.
        public boolean isActive(Instant now) {
            Instant until = sanction.getUntil();
            return endedAt == null && (until == null || until.isAfter(now));
        }
    }

    /// Adds a sanction, or writes it anew; one that was ended stays ended, unless it is given once more later.
    public static void add(Connection connection, Sanction sanction) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            Sql.bind(
                    statement,
                    Arrays.asList(
                            sanction.getId(),
                            sanction.getUser(),
                            sanction.getRoom(),
                            sanction.getKind(),
                            sanction.getIntervalMillis(),
                            sanction.getFrom(),
                            sanction.getUntil(),
                            sanction.getReason(),
                            sanction.getActor(),
                            sanction.getCause()));
            statement.executeUpdate();
        }
    }

    /// Ends a sanction; of one that is ended nothing changes.
    ///
    /// @param by null when it is not known
    public static void end(Connection connection, String id, @Nullable String by, Instant at) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(END)) {
            Sql.bind(statement, Arrays.asList(at, by, id));
            statement.executeUpdate();
        }
    }

    /// Takes a sanction from its topic, see [#add].
    ///
    /// @return whether it is over although the topic has it again: a crash brought it back behind its end
    public static boolean came(Connection connection, Sanction sanction) throws SQLException {
        add(connection, sanction);
        return Sql.update(connection, BACK, sanction.getId()) > 0 && isEnded(connection, sanction.getId());
    }

    private static boolean isEnded(Connection connection, String id) throws SQLException {
        return !Sql.rows(connection, IS_ENDED, List.of(id), _ -> true).isEmpty();
    }

    /// Takes the end of a sanction from its topic.
    public static void went(Connection connection, String id, Instant at) throws SQLException {
        end(connection, id, null, at);
        int _ = Sql.update(connection, GONE, id);
    }

    /// Deletes what is over for long.
    ///
    /// @return ids of those that their topic may still hold
    public static List<String> purge(Connection connection, Instant before) throws SQLException {
        List<String> held = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(PURGE)) {
            Sql.bind(statement, List.of(before));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (!row.getBoolean("gone")) {
                        held.add(row.getString("id"));
                    }
                }
            }
        }
        return held;
    }

    /// A sanction, if it is known.
    public static Optional<SanctionRow> find(Connection connection, String id) throws SQLException {
        return query(connection, SELECT + "id = ?", List.of(id)).stream().findFirst();
    }

    /// Sanctions, newest first.
    ///
    /// @param user empty for those of everybody
    /// @param active whether only those that hold now
    /// @param after where the page before ended; null for the first
    public static List<SanctionRow> list(
            Connection connection, Optional<String> user, boolean active, @Nullable Place after, int limit)
            throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>();
        StringBuilder where = new StringBuilder("true");
        user.ifPresent(id -> {
            where.append(" and user_id = ?");
            parameters.add(id);
        });
        if (active) {
            where.append(" and ended_at is null and (until_at is null or until_at > now())");
        }
        if (after != null) {
            where.append(" and (from_at, id) < (?, ?)");
            parameters.add(after.at());
            parameters.add(after.id());
        }
        parameters.add(limit);
        return query(connection, SELECT + where + " order by from_at desc, id desc limit ?", parameters);
    }

    private static List<SanctionRow> query(
            Connection connection, String sql, List<? extends @Nullable Object> parameters) throws SQLException {
        return Sql.rows(connection, sql, parameters, SanctionTable::read);
    }

    private static SanctionRow read(ResultSet row) throws SQLException {
        Sanction sanction = Sanction.newBuilder()
                .setId(row.getString("id"))
                .setUser(row.getString("user_id"))
                .setRoom(row.getString("room"))
                .setKind(SanctionKind.valueOf(row.getString("kind")))
                .setIntervalMillis(row.getLong("interval_millis"))
                .setFrom(Sql.time(row, "from_at"))
                .setUntil(Sql.instant(row, "until_at"))
                .setReason(row.getString("reason"))
                .setActor(row.getString("actor"))
                .setCause(row.getString("cause"))
                .build();
        return new SanctionRow(sanction, Sql.instant(row, "ended_at"), row.getString("ended_by"));
    }
}

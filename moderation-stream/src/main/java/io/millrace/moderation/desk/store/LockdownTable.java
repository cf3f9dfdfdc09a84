package io.millrace.moderation.desk.store;

import io.millrace.schema.moderation.Lockdown;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Rooms under attack. Stateless.
public final class LockdownTable {

    private static final String PUT = """
            insert into moderation_lockdowns (room, from_at, until_at, cause, count, actor) values (?, ?, ?, ?, ?, ?)
            on conflict (room) do update set from_at = excluded.from_at, until_at = excluded.until_at,
                cause = excluded.cause, count = excluded.count, actor = excluded.actor, purged = false
            """;
    private static final String IS_PURGED = """
            select 1 from moderation_lockdowns where room = ? and purged for update
            """;
    private static final String PURGE = """
            update moderation_lockdowns set purged = true where until_at < ? and not purged returning room
            """;
    private static final String REMOVE = "delete from moderation_lockdowns where room = ?";
    private static final String ACTIVE =
            "select * from moderation_lockdowns where until_at > now() order by from_at, room limit ?";

    private LockdownTable() {}

    /// Locks a room, or changes how long it is locked.
    public static void put(Connection connection, Lockdown lockdown) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            Sql.bind(
                    statement,
                    List.of(
                            lockdown.getRoom(),
                            lockdown.getFrom(),
                            lockdown.getUntil(),
                            lockdown.getCause(),
                            lockdown.getCount(),
                            lockdown.getActor()));
            statement.executeUpdate();
        }
    }

    /// Takes a lockdown from its topic.
    ///
    /// @return whether its end may stand behind it there, which was meant for the one before: see [#purge]
    public static boolean came(Connection connection, Lockdown lockdown) throws SQLException {
        boolean purged = !Sql.rows(connection, IS_PURGED, List.of(lockdown.getRoom()), _ -> true)
                .isEmpty();
        put(connection, lockdown);
        return purged;
    }

    /// Marks lockdowns that are over for long. Their rows go when the end is read from the topic: until then a
    /// new one may have been written there that is not in the table yet.
    ///
    /// @return rooms whose end is to be written
    public static List<String> purge(Connection connection, Instant before) throws SQLException {
        return Sql.rows(connection, PURGE, List.of(before), row -> row.getString(1));
    }

    /// Opens a room.
    ///
    /// @return false when it was not locked
    public static boolean remove(Connection connection, String room) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
            statement.setString(1, room);
            return statement.executeUpdate() > 0;
        }
    }

    /// Rooms that are locked now, longest first.
    public static List<Lockdown> active(Connection connection, int limit) throws SQLException {
        return Sql.rows(connection, ACTIVE, List.of(limit), LockdownTable::read);
    }

    private static Lockdown read(ResultSet row) throws SQLException {
        return Lockdown.newBuilder()
                .setRoom(row.getString("room"))
                .setFrom(Sql.time(row, "from_at"))
                .setUntil(Sql.time(row, "until_at"))
                .setCause(row.getString("cause"))
                .setCount(row.getInt("count"))
                .setActor(row.getString("actor"))
                .build();
    }
}

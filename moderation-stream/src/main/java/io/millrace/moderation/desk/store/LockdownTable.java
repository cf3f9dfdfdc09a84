package io.millrace.moderation.desk.store;

import io.millrace.schema.moderation.Lockdown;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Rooms under attack. Stateless.
public final class LockdownTable {

    private static final String PUT = """
            insert into moderation_lockdowns (room, from_at, until_at, cause, count, actor) values (?, ?, ?, ?, ?, ?)
            on conflict (room) do update set from_at = excluded.from_at, until_at = excluded.until_at,
                cause = excluded.cause, count = excluded.count, actor = excluded.actor
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
        List<Lockdown> lockdowns = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(ACTIVE)) {
            statement.setInt(1, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    lockdowns.add(Lockdown.newBuilder()
                            .setRoom(row.getString("room"))
                            .setFrom(Sql.time(row, "from_at"))
                            .setUntil(Sql.time(row, "until_at"))
                            .setCause(row.getString("cause"))
                            .setCount(row.getInt("count"))
                            .setActor(row.getString("actor"))
                            .build());
                }
            }
        }
        return lockdowns;
    }
}

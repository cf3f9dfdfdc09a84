package io.millrace.moderation.desk.store;

import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.audit.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was done at the desk. Stateless.
public final class AuditTable {

    private static final String ADD = """
            insert into moderation_audit (id, at, actor, action, target, outcome, address, detail)
            values (?, ?, ?, ?, ?, ?, ?, ?::jsonb) on conflict do nothing
            """;

    private AuditTable() {}

    /// Adds an event.
    public static void add(Connection connection, AuditEvent event) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            Sql.bind(
                    statement,
                    Arrays.asList(
                            event.getId(),
                            event.getAt(),
                            event.getActor(),
                            event.getAction(),
                            event.getTarget(),
                            event.getOutcome(),
                            event.getAddress(),
                            JsonColumns.texts(event.getDetail())));
            statement.executeUpdate();
        }
    }

    /// Events, newest first.
    ///
    /// @param after where the page before ended; null for the first
    public static List<AuditEvent> list(
            Connection connection, Optional<String> actor, Optional<String> target, @Nullable Place after, int limit)
            throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>();
        StringBuilder sql = new StringBuilder("select * from moderation_audit where true");
        actor.ifPresent(name -> {
            sql.append(" and actor = ?");
            parameters.add(name);
        });
        target.ifPresent(id -> {
            sql.append(" and target = ?");
            parameters.add(id);
        });
        if (after != null) {
            sql.append(" and (at, id) < (?, ?)");
            parameters.add(after.at());
            parameters.add(after.id());
        }
        sql.append(" order by at desc, id desc limit ?");
        parameters.add(limit);
        return Sql.rows(connection, sql.toString(), parameters, AuditTable::read);
    }

    private static AuditEvent read(ResultSet row) throws SQLException {
        return AuditEvent.newBuilder()
                .setId(row.getString("id"))
                .setAt(Sql.time(row, "at"))
                .setComponent("moderation-desk")
                .setActor(row.getString("actor"))
                .setAction(row.getString("action"))
                .setTarget(row.getString("target"))
                .setOutcome(Outcome.valueOf(row.getString("outcome")))
                .setAddress(row.getString("address"))
                .setDetail(JsonColumns.texts(row.getString("detail")))
                .build();
    }
}

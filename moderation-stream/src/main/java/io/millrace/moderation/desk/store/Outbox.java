package io.millrace.moderation.desk.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Records that wait for Kafka, in their order. Stateless.
public final class Outbox {

    private static final String ADD = "insert into moderation_outbox (topic, record_key, value) values (?, ?, ?)";
    private static final String OLDEST =
            "select id, topic, record_key, value from moderation_outbox order by id limit ?";
    private static final String REMOVE = "delete from moderation_outbox where id = any(?)";

    /// One sender at a time, whichever desk it belongs to: else two of them could turn the order round.
    private static final String LOCK = "select pg_advisory_xact_lock(7018131951208295026)";

    private Outbox() {}

    /// A record that waits.
    public record Waiting(long id, OutgoingRecord outgoing) {}

    /// Adds records behind those that wait.
    public static void add(Connection connection, Collection<OutgoingRecord> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(ADD)) {
            for (OutgoingRecord outgoing : records) {
                Sql.bind(statement, Arrays.asList(outgoing.topic(), outgoing.key(), outgoing.value()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /// Takes the sender's turn until the end of the transaction, and reads the oldest records.
    public static List<Waiting> oldest(Connection connection, int limit) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.execute();
        }
        return Sql.rows(connection, OLDEST, List.of(limit), Outbox::read);
    }

    private static Waiting read(ResultSet row) throws SQLException {
        return new Waiting(
                row.getLong("id"),
                new OutgoingRecord(row.getString("topic"), row.getString("record_key"), Sql.buffer(row, "value")));
    }

    /// Removes what was written.
    public static void remove(Connection connection, List<Waiting> sent) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
            Long[] ids = sent.stream().map(Waiting::id).toArray(Long[]::new);
            statement.setArray(1, connection.createArrayOf("int8", ids));
            statement.executeUpdate();
        }
    }
}

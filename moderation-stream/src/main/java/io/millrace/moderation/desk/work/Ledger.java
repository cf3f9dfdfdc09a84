package io.millrace.moderation.desk.work;

import com.github.f4b6a3.uuid.UuidCreator;
import io.millrace.moderation.desk.feed.OutboxSender;
import io.millrace.moderation.desk.review.Effect;
import io.millrace.moderation.desk.store.AuditTable;
import io.millrace.moderation.desk.store.DeskDatabase;
import io.millrace.moderation.desk.store.Outbox;
import io.millrace.moderation.desk.store.OutgoingRecord;
import io.millrace.moderation.desk.store.SanctionTable;
import io.millrace.moderation.desk.store.SqlWork;
import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.audit.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Carries actions out: rows, audit event and outgoing records in one transaction, and the records to their
/// topics before the answer. Thread-safe.
public final class Ledger {

    private static final String COMPONENT = "moderation-desk";

    private final DeskDatabase database;
    private final OutboxSender sender;
    private final DeskRecords records;
    private final InstantSource clock;

    /// @param clock wall clock
    public Ledger(DeskDatabase database, OutboxSender sender, DeskRecords records, InstantSource clock) {
        this.database = database;
        this.sender = sender;
        this.records = records;
        this.clock = clock;
    }

    /// The time of an action, in the precision that records keep.
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    DeskRecords records() {
        return records;
    }

    /// Runs an action.
    ///
    /// @throws SQLException when the database cannot do it now; nothing was changed then
    <T> Result<T> run(SqlWork<Result<T>> action) throws SQLException {
        Result<T> result = database.transaction(action);
        return switch (result) {
            case Result.Done<T>(T value, boolean _) -> new Result.Done<>(value, sender.flush());
            case Result.Missing<T> missing -> missing;
            case Result.Refused<T> refused -> refused;
        };
    }

    /// Reads.
    ///
    /// @throws SQLException when the database cannot be asked now
    public <T extends @Nullable Object> T read(SqlWork<T> query) throws SQLException {
        return database.transaction(query);
    }

    void send(Connection connection, OutgoingRecord outgoing) throws SQLException {
        Outbox.add(connection, List.of(outgoing));
    }

    /// Does what a resolution leads to.
    void effect(Connection connection, Effect effect, Actor actor) throws SQLException {
        switch (effect) {
            case Effect.Ruled(String key, var ruling) -> send(connection, records.ruling(key, ruling));
            case Effect.Sanctioned(var sanction) -> {
                SanctionTable.add(connection, sanction);
                send(connection, records.sanction(sanction));
            }
            case Effect.SanctionEnded(String id) -> {
                SanctionTable.end(connection, id, actor.moderator().name(), now());
                send(connection, DeskRecords.sanctionEnd(id));
            }
        }
    }

    /// Says who did what.
    ///
    /// @param detail never what users wrote
    void audit(Connection connection, Actor actor, String action, String target, Map<String, String> detail)
            throws SQLException {
        AuditEvent event = new AuditEvent(
                UuidCreator.getTimeOrderedEpoch().toString(),
                now(),
                COMPONENT,
                actor.moderator().name(),
                action,
                target,
                Outcome.SUCCESS,
                actor.address(),
                detail);
        AuditTable.add(connection, event);
        send(connection, records.audit(event));
    }
}

package io.millrace.moderation.desk.work;

import io.millrace.id.RoomId;
import io.millrace.moderation.desk.store.LockdownTable;
import io.millrace.schema.moderation.Lockdown;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/// Locks rooms and opens them. Thread-safe.
public final class LockdownOffice {

    private static final String CAUSE = "moderator";

    private final Ledger ledger;

    public LockdownOffice(Ledger ledger) {
        this.ledger = ledger;
    }

    /// Locks a room, or changes how long it is locked.
    ///
    /// @param reason for the audit
    /// @throws SQLException when the database cannot do it now
    public Result<Lockdown> lock(RoomId room, Duration duration, String reason, Actor actor) throws SQLException {
        return ledger.run(connection -> {
            Lockdown lockdown = Lockdown.newBuilder()
                    .setRoom(room.value())
                    .setFrom(ledger.now())
                    .setUntil(ledger.now().plus(duration))
                    .setCause(CAUSE)
                    .setCount(0)
                    .setActor(actor.moderator().name())
                    .build();
            LockdownTable.put(connection, lockdown);
            ledger.send(connection, ledger.records().lockdown(lockdown));
            ledger.audit(
                    connection,
                    actor,
                    "lockdown.set",
                    room.value(),
                    Map.of("until", lockdown.getUntil().toString(), "reason", reason));
            return new Result.Done<>(lockdown, false);
        });
    }

    /// Opens a room.
    ///
    /// @throws SQLException when the database cannot do it now
    public Result<RoomId> open(RoomId room, Actor actor) throws SQLException {
        return ledger.run(connection -> {
            if (!LockdownTable.remove(connection, room.value())) {
                return new Result.Missing<>();
            }
            ledger.send(connection, DeskRecords.lockdownEnd(room.value()));
            ledger.audit(connection, actor, "lockdown.end", room.value(), Map.of());
            return new Result.Done<>(room, false);
        });
    }
}

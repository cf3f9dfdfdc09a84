package io.millrace.moderation.desk.work;

import io.millrace.moderation.desk.feed.Arrivals;
import io.millrace.moderation.desk.review.Effect;
import io.millrace.moderation.desk.review.Resolutions;
import io.millrace.moderation.desk.store.LockdownTable;
import io.millrace.moderation.desk.store.Outbox;
import io.millrace.moderation.desk.store.OutgoingRecord;
import io.millrace.moderation.desk.store.ReviewTable;
import io.millrace.moderation.desk.store.SanctionTable;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Sanction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Takes what others write into the tables. A moderation that crashed may write once more what was decided here
/// meanwhile; then it is told the decision once more. Thread-safe.
public final class Reception implements Arrivals {
    private final DeskRecords records;
    private final InstantSource clock;

    /// @param clock wall clock
    public Reception(DeskRecords records, InstantSource clock) {
        this.records = records;
        this.clock = clock;
    }

    /// It may have forgotten the ruling of a message that it holds again.
    @Override
    public void review(Connection connection, String key, ReviewItem item) throws SQLException {
        ReviewTable.add(connection, key, item);
        if (item.getKind() == ReviewKind.HELD) {
            Optional<Effect.Ruled> decided =
                    ReviewTable.find(connection, item.getId()).flatMap(Resolutions::again);
            if (decided.isPresent()) {
                send(
                        connection,
                        records.ruling(decided.get().key(), decided.get().ruling()));
            }
        }
    }

    /// It may not know that somebody has ended the sanction.
    @Override
    public void sanction(Connection connection, Sanction sanction) throws SQLException {
        if (SanctionTable.came(connection, sanction)) {
            send(connection, DeskRecords.sanctionEnd(sanction.getId()));
        }
    }

    /// The end of the lockdown before must not end a new one that it has met on its way.
    @Override
    public void lockdown(Connection connection, Lockdown lockdown) throws SQLException {
        if (LockdownTable.came(connection, lockdown) && lockdown.getUntil().isAfter(clock.instant())) {
            send(connection, records.lockdown(lockdown));
        }
    }

    private static void send(Connection connection, OutgoingRecord outgoing) throws SQLException {
        Outbox.add(connection, List.of(outgoing));
    }
}

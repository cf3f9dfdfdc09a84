package io.millrace.moderation.desk.work;

import io.millrace.moderation.desk.store.DeskDatabase;
import io.millrace.moderation.desk.store.LockdownTable;
import io.millrace.moderation.desk.store.Outbox;
import io.millrace.moderation.desk.store.QueueTable;
import io.millrace.moderation.desk.store.SanctionTable;
import io.millrace.runtime.lifecycle.Threads;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Marks what expired, deletes what is old, and measures the queue. Thread-safe.
public final class Housekeeping implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration PURGE_EVERY = Duration.ofHours(1);

    private final DeskDatabase database;
    private final Duration retention;
    private final InstantSource clock;
    private final DeskMeters meters;
    private final ScheduledExecutorService scheduler = Threads.scheduler("moderation-housekeeping");
    private Instant purged = Instant.EPOCH;

    private Housekeeping(DeskDatabase database, Duration retention, InstantSource clock, DeskMeters meters) {
        this.database = database;
        this.retention = retention;
        this.clock = clock;
        this.meters = meters;
    }

    /// Begins.
    ///
    /// @param retention after which decided items are deleted
    public static Housekeeping launch(
            DeskDatabase database, Duration retention, InstantSource clock, DeskMeters meters) {
        Housekeeping housekeeping = new Housekeeping(database, retention, clock, meters);
        var _ = housekeeping.scheduler.scheduleWithFixedDelay(
                housekeeping::round, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return housekeeping;
    }

    private void round() {
        try {
            Instant now = clock.instant();
            meters.waiting(database.transaction(connection -> {
                QueueTable.expire(connection, now);
                return QueueTable.waiting(connection);
            }));
            if (Duration.between(purged, now).compareTo(PURGE_EVERY) > 0) {
                undecided(database.<Integer>transaction(connection -> purge(connection, now.minus(retention))));
                purged = now;
            }
        } catch (SQLException | RuntimeException e) {
            // The feed says loudly that the database is away; this comes again soon.
            LOGGER.atDebug().addKeyValue("error", e.toString()).log("queue cannot be looked after");
        }
    }

    private void undecided(int count) {
        if (count > 0) {
            meters.undecided(count);
            LOGGER.atWarn()
                    .addKeyValue("items", count)
                    .addKeyValue("retention", retention)
                    .log("items that nobody decided were deleted");
        }
    }

    /// What is over by its time alone leaves its topic too, so that it does not grow for ever.
    ///
    /// @return how many items were deleted that nobody has decided
    static int purge(Connection connection, Instant before) throws SQLException {
        int undecided = QueueTable.purge(connection, before);
        Outbox.add(
                connection,
                Stream.concat(
                                SanctionTable.purge(connection, before).stream().map(DeskRecords::sanctionEnd),
                                LockdownTable.purge(connection, before).stream().map(DeskRecords::lockdownEnd))
                        .toList());
        return undecided;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}

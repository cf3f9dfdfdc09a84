package io.millrace.edge.history;

import io.millrace.edge.config.HistoryAccess;
import io.millrace.edge.room.Archive;
import io.millrace.edge.room.ArchiveUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Who may read the archive at the same time. Recoveries and history calls have places of their own, so that
/// neither keeps the other out, and history calls never hold the connections that are reserved for recoveries:
/// who browses must not keep those from coming back who lost their connection. Thread-safe.
final class ReadPlaces {

    private final Semaphore recovery;
    private final Semaphore history;
    private final Semaphore historyConnections;
    private final Duration timeout;
    private final LongAdder refusedRecoveries = new LongAdder();
    private final LongAdder refusedHistory = new LongAdder();

    ReadPlaces(HistoryAccess access) {
        int connections = access.database().connections();
        int shared = connections - access.reserved();
        this.recovery = new Semaphore(connections + access.queue());
        this.history = new Semaphore(shared + access.queue());
        this.historyConnections = new Semaphore(shared, true);
        this.timeout = access.timeout();
    }

    /// Asks the database.
    interface Read<T> {

        /// Asks once.
        T read() throws SQLException;
    }

    /// Reads in a place, if there is one.
    ///
    /// @throws ArchiveUnavailableException when too many read or wait
    <T> T in(Archive.Use use, Read<T> read) throws ArchiveUnavailableException, SQLException {
        return switch (use) {
            case RECOVERY -> within(recovery, refusedRecoveries, read);
            case HISTORY -> history(read);
        };
    }

    /// Reads of that kind that would still be taken.
    int free(Archive.Use use) {
        return switch (use) {
            case RECOVERY -> recovery.availablePermits();
            case HISTORY -> history.availablePermits();
        };
    }

    /// Reads of that kind that were refused.
    long refused(Archive.Use use) {
        return switch (use) {
            case RECOVERY -> refusedRecoveries.sum();
            case HISTORY -> refusedHistory.sum();
        };
    }

    private static <T> T within(Semaphore places, LongAdder refused, Read<T> read)
            throws ArchiveUnavailableException, SQLException {
        if (!places.tryAcquire()) {
            refused.increment();
            throw ArchiveUnavailableException.busy();
        }
        try {
            return read.read();
        } finally {
            places.release();
        }
    }

    private <T> T history(Read<T> read) throws ArchiveUnavailableException, SQLException {
        if (!history.tryAcquire()) {
            refusedHistory.increment();
            throw ArchiveUnavailableException.busy();
        }
        try {
            if (!historyConnections.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
                refusedHistory.increment();
                throw ArchiveUnavailableException.busy();
            }
            try {
                return read.read();
            } finally {
                historyConnections.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ArchiveUnavailableException("interrupted while waiting for the archive", e);
        } finally {
            history.release();
        }
    }
}

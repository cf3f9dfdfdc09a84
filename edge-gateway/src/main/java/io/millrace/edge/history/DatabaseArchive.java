package io.millrace.edge.history;

import io.millrace.edge.config.HistoryAccess;
import io.millrace.edge.deliver.WireEvents;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.room.Archive;
import io.millrace.edge.room.ArchiveRange;
import io.millrace.edge.room.ArchiveUnavailableException;
import io.millrace.history.DatabasePool;
import io.millrace.history.RoomHistory;
import io.millrace.history.RoomHistory.Direction;
import io.millrace.history.RoomHistory.Page;
import io.millrace.id.RoomId;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/// The archive in PostgreSQL. Reads wait for one of a few connections; when too many wait, a further one is
/// refused at once, so that a slow database does not hold up the edge, and history calls leave connections for
/// recoveries. Thread-safe.
public final class DatabaseArchive implements Archive, AutoCloseable {

    private final DatabasePool pool;
    private final RoomHistory history;
    private final ReadPlaces places;

    private DatabaseArchive(DatabasePool pool, HistoryAccess access) {
        this.pool = pool;
        this.history = new RoomHistory(pool.dataSource(), access.timeout());
        this.places = new ReadPlaces(access);
    }

    /// Opens the pool, whether or not the database is there.
    public static DatabaseArchive open(HistoryAccess access) {
        return new DatabaseArchive(
                DatabasePool.open(
                        access.database(), "edge-gateway", access.timeout().plusSeconds(1)),
                access);
    }

    @Override
    public List<Publication> read(RoomId room, ArchiveRange range, Use use) throws ArchiveUnavailableException {
        Direction direction = range.newestFirst() ? Direction.DESCENDING : Direction.ASCENDING;
        Page page = new Page(room, range.epoch(), range.first(), range.last(), range.limit(), direction);
        try {
            return places.in(use, () -> history.read(page)).stream()
                    .map(event -> WireEvents.publication(event).wire())
                    .filter(Objects::nonNull)
                    .toList();
        } catch (SQLException e) {
            throw new ArchiveUnavailableException("database cannot be asked: " + e.getMessage(), e);
        }
    }

    /// Reads of that kind that would still be taken, for metrics.
    public int free(Use use) {
        return places.free(use);
    }

    /// Reads of that kind that were refused because too many waited, for metrics.
    public long refused(Use use) {
        return places.refused(use);
    }

    @Override
    public void close() {
        pool.close();
    }
}

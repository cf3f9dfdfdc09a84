package io.millrace.edge.session;

import io.millrace.edge.delta.DeltaLinks;
import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.room.Archive;
import io.millrace.edge.room.ArchiveRange;
import io.millrace.edge.room.ArchiveUnavailableException;
import io.millrace.id.RoomId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// What has to be done for a subscriber that missed something while the room is not locked: to read what only
/// the archive has, and to make deltas. The room says what, and is entered once more afterwards. Used by one
/// thread at a time.
final class MissedPart {

    private static final Logger LOGGER = LoggerFactory.getLogger(MissedPart.class);

    private volatile @Nullable ArchiveRange wanted;
    private volatile @Nullable List<Publication> found;
    private volatile @Nullable DeltaLinks links;

    /// The room has not got this range.
    void want(ArchiveRange range) {
        wanted = range;
    }

    /// What the archive had, or null when it was not asked.
    @Nullable
    List<Publication> found() {
        return found;
    }

    /// Whether the archive has to be asked.
    boolean isWanted() {
        return wanted != null && found == null;
    }

    /// What was missed, as deltas; empty when they have to be made first.
    ///
    /// @param text whether payloads are UTF-8
    /// @param epoch of the room
    Optional<List<Publication>> linked(Encoding encoding, boolean text, String epoch, List<Publication> missed) {
        DeltaLinks chain = links == null ? new DeltaLinks(encoding, text) : links;
        links = chain;
        return chain.of(epoch, missed);
    }

    /// Whether the room has to be entered once more, after [#lookUp] and [#link].
    boolean isPending() {
        DeltaLinks chain = links;
        return isWanted() || (chain != null && chain.isWanted());
    }

    /// Makes deltas, if any are wanted; takes its time.
    void link() {
        DeltaLinks chain = links;
        if (chain != null && chain.isWanted()) {
            chain.work();
        }
    }

    /// Asks the archive, if it is wanted, which may take a few seconds.
    ///
    /// @return false when it cannot be asked now, or has not got so far yet
    boolean lookUp(Archive archive, RoomId room) {
        ArchiveRange range = wanted;
        if (range == null || found != null) {
            return true;
        }
        try {
            List<Publication> read = archive.read(room, range, Archive.Use.RECOVERY);
            if (read.isEmpty() && lags(archive, room, range)) {
                throw ArchiveUnavailableException.behind();
            }
            found = read;
            return true;
        } catch (ArchiveUnavailableException unavailable) {
            LOGGER.atLevel(unavailable.isExpected() ? Level.DEBUG : Level.WARN)
                    .addKeyValue("room", room)
                    .addKeyValue("error", unavailable.getMessage())
                    .log("recovery has to wait for the archive");
            return false;
        }
    }

    /// What is taken out of the archive is taken from its beginning: where older publications are, those that
    /// follow them are on their way.
    private static boolean lags(Archive archive, RoomId room, ArchiveRange range) throws ArchiveUnavailableException {
        return range.first() > 1
                && !archive.read(
                                room,
                                new ArchiveRange(range.epoch(), 1, range.first() - 1, 1, true),
                                Archive.Use.RECOVERY)
                        .isEmpty();
    }
}

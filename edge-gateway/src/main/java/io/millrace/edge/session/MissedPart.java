package io.millrace.edge.session;

import io.millrace.edge.protocol.Publication;
import io.millrace.edge.room.Archive;
import io.millrace.edge.room.ArchiveRange;
import io.millrace.edge.room.ArchiveUnavailableException;
import io.millrace.id.RoomId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// The part of what a subscriber missed that only the archive has: the room says which, it is read while the
/// room is not locked, and then the room is entered once more. Used by one thread at a time.
final class MissedPart {

    private static final Logger LOGGER = LoggerFactory.getLogger(MissedPart.class);

    private volatile @Nullable ArchiveRange wanted;
    private volatile @Nullable List<Publication> found;

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

    /// Asks the archive, which may take a few seconds.
    ///
    /// @return false when it cannot be asked now
    boolean lookUp(Archive archive, RoomId room) {
        ArchiveRange range = wanted;
        if (range == null) {
            return true;
        }
        try {
            found = archive.read(room, range, Archive.Use.RECOVERY);
            return true;
        } catch (ArchiveUnavailableException unavailable) {
            LOGGER.atLevel(unavailable.isBusy() ? Level.DEBUG : Level.WARN)
                    .addKeyValue("room", room)
                    .addKeyValue("error", unavailable.getMessage())
                    .log("recovery has to wait for the archive");
            return false;
        }
    }
}

package io.millrace.edge.room;

import io.millrace.edge.protocol.Publication;
import io.millrace.id.RoomId;
import java.util.List;

/// Where publications go that rooms no longer have at hand. Thread-safe.
public interface Archive {

    /// An edge without an archive: what is not at hand is gone.
    Archive NONE = (room, range, use) -> List.of();

    /// What a read is for.
    enum Use {
        /// Somebody comes back and wants what was missed.
        RECOVERY,
        /// Somebody looks at the past.
        HISTORY
    }

    /// Reads a range; publications that were never archived are missing in the answer. May block for a few
    /// seconds, so never call it while a room is locked.
    ///
    /// @throws ArchiveUnavailableException when it cannot be asked now
    List<Publication> read(RoomId room, ArchiveRange range, Use use) throws ArchiveUnavailableException;
}

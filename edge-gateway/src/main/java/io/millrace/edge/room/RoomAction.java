package io.millrace.edge.room;

/// Work that needs a room in its live state.
public interface RoomAction {

    /// The room is live and locked: what this reads and what comes afterwards has no gap and no overlap. Must
    /// not block.
    void live(LocalRoom room);

    /// The room did not become live in time.
    void unavailable();
}

package io.millrace.edge.room;

/// Positions beyond the top, which clients claim to have seen: either this edge is behind the one they come
/// from, or there is no such position. The room knows. Used under the room's lock.
final class AheadClaims {

    private long asked;
    private long refuted;

    /// Somebody claims an offset.
    ///
    /// @return whether the room has to be asked; later claims wait for their turn
    boolean claim(long offset) {
        if (asked != 0) {
            return false;
        }
        asked = offset;
        return true;
    }

    /// Whether the room has not come to that offset, though it was claimed before it was asked.
    boolean isRefuted(long offset) {
        return offset <= refuted;
    }

    /// The room has answered.
    void located(long top) {
        if (asked > top) {
            refuted = asked;
        }
        asked = 0;
    }

    /// The room has gone on, and may come to what was refuted before.
    void advanced() {
        refuted = 0;
    }
}

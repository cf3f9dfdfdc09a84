package io.millrace.edge.room;

/// Positions beyond the top, which clients claim to have seen: either this edge is behind the one they come
/// from, or there is no such position. The room knows. Used under the room's lock.
final class AheadClaims {

    /// An answer that did not come by then is lost.
    private static final long PATIENCE_MICROS = 5_000_000;

    private long asked;
    private long askedAtMicros;
    private long refuted;

    /// Somebody claims an offset.
    ///
    /// @param nowMicros microseconds since 1970 UTC
    /// @return whether the room has to be asked; later claims wait for their turn
    boolean claim(long offset, long nowMicros) {
        if (asked != 0 && Math.abs(nowMicros - askedAtMicros) < PATIENCE_MICROS) {
            return false;
        }
        asked = offset;
        askedAtMicros = nowMicros;
        return true;
    }

    /// Whether the room has not come to that offset, though it was claimed before it was asked. Says nothing
    /// about lower ones: the room may have come to them since.
    boolean isRefuted(long offset) {
        return offset == refuted;
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

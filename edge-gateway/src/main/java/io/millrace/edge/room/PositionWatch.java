package io.millrace.edge.room;

/// When a room from which nothing comes has to be asked where it is. Used under the room's lock.
///
/// The first question comes after a certain silence. Each answer by which nothing was lost doubles the pause to
/// the next question, up to a bound: rooms that sleep cost next to nothing. Whatever the room says, and whoever
/// subscribes, makes it a wakeful room again. Each pause is up to half shorter, by an amount that differs from
/// room to room, so that rooms which fell silent together are not asked together.
final class PositionWatch {

    private static final int MAX_DOUBLINGS = 16;
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final long seed;
    private long heardNanos;
    private int doublings;
    private int questions;
    private boolean asked;

    /// @param seed different for different rooms
    PositionWatch(long seed, long nowNanos) {
        this.seed = seed;
        this.heardNanos = nowNanos;
    }

    /// The room has said something.
    void heard(long nowNanos) {
        heardNanos = nowNanos;
        doublings = 0;
        asked = false;
    }

    /// Somebody subscribed who relies on what is known here.
    void wake() {
        doublings = 0;
    }

    /// The room is where it should be.
    void confirmed() {
        if (asked) {
            asked = false;
            doublings = Math.min(MAX_DOUBLINGS, doublings + 1);
        }
    }

    /// Whether the room has to be asked now.
    ///
    /// @param firstNanos longest silence before the first question
    /// @param longestNanos longest pause between two questions
    boolean isDue(long nowNanos, long firstNanos, long longestNanos) {
        long pause = Math.min(firstNanos << doublings, longestNanos);
        return nowNanos - heardNanos >= pause - (pause >> 11) * lead();
    }

    /// The room is being asked, or need not be.
    void asked(long nowNanos) {
        heardNanos = nowNanos;
        asked = true;
        questions++;
    }

    /// 0 to 1,023, spread evenly over rooms and questions.
    private long lead() {
        long mixed = (seed + questions) * GOLDEN;
        return ((mixed ^ (mixed >>> 32)) * GOLDEN) >>> 54;
    }
}

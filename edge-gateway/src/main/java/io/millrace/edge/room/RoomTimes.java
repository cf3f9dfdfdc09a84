package io.millrace.edge.room;

import java.time.Duration;

/// Times in the life of a room on an edge, in nanoseconds.
///
/// @param retryNanos after which what a room has not confirmed is repeated
/// @param lingerNanos how long a room without members is still followed
/// @param checkNanos silence of a room after which it is asked where it is
/// @param idleCheckNanos longest pause between two such questions, while the room stays silent
record RoomTimes(long retryNanos, long lingerNanos, long checkNanos, long idleCheckNanos) {

    static RoomTimes of(Duration retry, Duration linger, Duration check, Duration idleCheck) {
        return new RoomTimes(retry.toNanos(), linger.toNanos(), check.toNanos(), idleCheck.toNanos());
    }
}

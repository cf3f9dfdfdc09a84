package io.millrace.processor.room;

import java.time.Duration;

/// Limits of all rooms.
///
/// @param dedupWindow how many newest publications a room knows by their id, at least 1; a room keeps the
///     value with which its epoch began
/// @param idleLimit how long a room without followers is remembered, by record timestamps
/// @param loadedRooms most rooms held decoded in memory per task, at least 1; others are loaded again on
///     demand
public record RoomSettings(int dedupWindow, Duration idleLimit, int loadedRooms) {

    /// @throws IllegalArgumentException when a limit is not positive
    public RoomSettings {
        if (dedupWindow < 1 || loadedRooms < 1 || !idleLimit.isPositive()) {
            throw new IllegalArgumentException("limits of rooms must be positive");
        }
    }
}

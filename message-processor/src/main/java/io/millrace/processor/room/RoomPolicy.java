package io.millrace.processor.room;

import io.millrace.schema.chat.PayloadFormat;
import java.time.Duration;

/// What the namespace of a room asks of it.
///
/// @param historySize most events kept for recovery, 0 or more
/// @param historyTime longest time an event is kept for recovery
/// @param presence whether the room keeps who is present (presence, or join and leave messages, are on)
/// @param format what payloads are
public record RoomPolicy(int historySize, Duration historyTime, boolean presence, PayloadFormat format) {

    /// @throws IllegalArgumentException when a limit is negative
    public RoomPolicy {
        if (historySize < 0 || historyTime.isNegative()) {
            throw new IllegalArgumentException(
                    "history limits must not be negative: " + historySize + ", " + historyTime);
        }
    }
}

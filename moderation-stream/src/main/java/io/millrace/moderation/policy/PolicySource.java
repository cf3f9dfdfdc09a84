package io.millrace.moderation.policy;

import io.millrace.id.RoomId;

/// Which policy applies where. Thread-safe; asked for each message, so it has to be a lookup.
@FunctionalInterface
public interface PolicySource {

    /// The policy of a room, as of now.
    Policy of(RoomId room);
}

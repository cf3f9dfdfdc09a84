package io.millrace.moderation.policy;

import io.millrace.id.RoomId;

/// Which policy applies where. Thread-safe; asked for each message, so it has to be a lookup.
public interface PolicySource {

    /// One policy for every room.
    static PolicySource fixed(Policy policy) {
        return new PolicySource() {
            @Override
            public Policy of(RoomId room) {
                return policy;
            }

            @Override
            public Policy general() {
                return policy;
            }
        };
    }

    /// The policy of the whole installation, as of now: its rates hold for each sender over all rooms.
    Policy general();

    /// The policy of a room, as of now.
    Policy of(RoomId room);
}

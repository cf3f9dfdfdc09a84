package io.millrace.processor.room;

import io.millrace.id.RoomId;
import java.util.Optional;

/// Finds the policy of a room. Part of the configuration: it must give the same answer for the life of the
/// process.
@FunctionalInterface
public interface RoomPolicies {

    /// The policy, or empty when the room's namespace is not known.
    Optional<RoomPolicy> of(RoomId room);
}

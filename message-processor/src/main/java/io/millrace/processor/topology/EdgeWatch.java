package io.millrace.processor.topology;

import io.millrace.processor.room.Follower;

/// Looks after the edges that follow rooms. Called from any stream thread; must answer at once.
@FunctionalInterface
interface EdgeWatch {

    /// Sees to it that the rooms of a partition learn about the death of a follower.
    ///
    /// @param partition of `room.commands`
    void check(int partition, Follower follower);
}

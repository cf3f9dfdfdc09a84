package io.millrace.load.scenario;

/// What one client of a run is there for.
public sealed interface Seat {

    /// Stays in a room for the whole run.
    ///
    /// @param room number of it
    /// @param slow whether it reads too little, on purpose; nothing is expected to reach it
    record Member(int room, boolean slow) implements Seat {}

    /// Does nothing.
    record Idle() implements Seat {}

    /// Goes from room to room.
    ///
    /// @param number among the wanderers, from 0
    record Wanderer(int number) implements Seat {}

    /// Comes, joins a room, goes.
    ///
    /// @param number among the visitors, from 0
    record Visitor(int number) implements Seat {}
}

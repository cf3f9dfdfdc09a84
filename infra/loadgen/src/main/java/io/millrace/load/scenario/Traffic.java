package io.millrace.load.scenario;

/// Publications in rooms.
///
/// @param rooms with members, all alike
/// @param members of each room, all of whom see each of its publications, their senders too
/// @param senders of each room, among its members
/// @param rate publications a second over all rooms; 0 for none
/// @param payload bytes of one publication's data
public record Traffic(int rooms, int members, int senders, double rate, int payload) {

    /// No rooms at all.
    public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0);

    /// All members of all rooms.
    public int seats() {
        return Math.multiplyExact(rooms, members);
    }

    /// The same at another rate.
    ///
    /// @param other publications a second over all rooms
    public Traffic at(double other) {
        return new Traffic(rooms, members, senders, other, payload);
    }
}

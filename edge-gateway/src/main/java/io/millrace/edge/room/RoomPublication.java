package io.millrace.edge.room;

import io.millrace.edge.protocol.Publication;
import org.jspecify.annotations.Nullable;

/// An event of a room, with what the client protocol does not carry.
///
/// @param offset in the room, from 1
/// @param atMicros when the room took it, microseconds since 1970 UTC
/// @param wire what clients see; null for a kind of event that is not known here, which only counts its offset
/// @param standIn what from now on is at the place of an earlier publication, which the event takes back; null
///     for an event that takes nothing back
public record RoomPublication(
        long offset,
        long atMicros,
        @Nullable Publication wire,
        @Nullable Publication standIn) {

    /// An event that takes nothing back.
    public RoomPublication(long offset, long atMicros, @Nullable Publication wire) {
        this(offset, atMicros, wire, null);
    }

    /// The same event with something else for clients to see.
    RoomPublication with(Publication otherWire) {
        return new RoomPublication(offset, atMicros, otherWire, standIn);
    }
}

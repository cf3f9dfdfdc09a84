package io.millrace.edge.room;

import io.millrace.edge.protocol.Publication;
import org.jspecify.annotations.Nullable;

/// An event of a room, with what the client protocol does not carry.
///
/// @param offset in the room, from 1
/// @param atMicros when the room took it, microseconds since 1970 UTC
/// @param wire what clients see; null for a kind of event that is not known here, which only counts its offset
public record RoomPublication(
        long offset, long atMicros, @Nullable Publication wire) {}

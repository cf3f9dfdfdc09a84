package io.millrace.edge.room;

import io.millrace.edge.protocol.Publication;

/// A publication with what the client protocol does not carry.
///
/// @param offset in the room, from 1
/// @param atMicros when the room took it, microseconds since 1970 UTC
/// @param wire what clients see
public record RoomPublication(long offset, long atMicros, Publication wire) {}

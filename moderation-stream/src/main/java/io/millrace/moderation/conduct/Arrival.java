package io.millrace.moderation.conduct;

import io.millrace.id.RoomId;

/// Where and when a message came in.
///
/// @param room where it is to go
/// @param position in the log (offset in the sender's partition)
/// @param at time of the message, milliseconds since 1970
public record Arrival(RoomId room, long position, long at) {}

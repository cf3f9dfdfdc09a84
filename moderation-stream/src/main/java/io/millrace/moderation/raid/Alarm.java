package io.millrace.moderation.raid;

/// A room is under attack.
///
/// @param guard how the room stands now
/// @param sign what was seen
/// @param first whether it begins; false when it goes on
public record Alarm(Guard guard, Sign sign, boolean first) {}

package io.millrace.moderation.raid;

/// A limit that was reached.
///
/// @param cause which
/// @param count how many people
public record Sign(Cause cause, int count) {}

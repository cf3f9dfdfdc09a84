package io.millrace.moderation.limit;

/// The answer of [RateLimits] to one message.
///
/// @param admitted whether the sender may send it
/// @param after what is known of the sender now
public record Admission(boolean admitted, Buckets after) {}

package io.millrace.faults.check;

/// One publication as its sender remembers it, all its repeats together.
///
/// @param id unique in the whole run
/// @param sentNanos when it was first sent
public record Attempt(String sender, String room, String id, long sentNanos, Outcome outcome) {}

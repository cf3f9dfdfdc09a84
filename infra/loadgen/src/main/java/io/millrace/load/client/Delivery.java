package io.millrace.load.client;

/// One publication as a subscriber saw it.
///
/// @param room it was seen in
/// @param epoch of the room's stream
/// @param offset in the room, from 1
/// @param data payload as JSON text
/// @param atNanos when it arrived, reading of `System.nanoTime()`
public record Delivery(String room, String epoch, long offset, String data, long atNanos) {}

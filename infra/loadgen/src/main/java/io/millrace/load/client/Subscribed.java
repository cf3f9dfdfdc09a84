package io.millrace.load.client;

/// The server's answer to a subscribe, without the publications it brings.
///
/// @param position top of the stream, or the client's own one when recovered
/// @param recovered whether it goes on from where the client was
record Subscribed(Position position, boolean recovered) {}

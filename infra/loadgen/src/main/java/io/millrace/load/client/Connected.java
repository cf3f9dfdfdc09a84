package io.millrace.load.client;

/// The server's answer to connect.
///
/// @param pingSeconds between the server's pings, 0 for none
/// @param pong whether it wants them answered
record Connected(int pingSeconds, boolean pong) {}

package io.millrace.load.server;

/// A command of a client.
///
/// @param name of its request; `pong` for an empty command
/// @param recoverFrom offset, or -1
public record ClientCommand(
        long id, String name, String room, String data, String key, long recoverFrom, String epoch, String token) {}

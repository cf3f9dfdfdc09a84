package io.millrace.load.server;

import java.util.List;

/// The server's side of an encoding.
interface Wire {

    List<ClientCommand> commands(byte[] message);

    byte[] ping();

    byte[] connected(long id, int pingSeconds);

    byte[] subscribed(long id, String epoch, long offset, boolean recovered, List<Event> missed);

    /// An answer that says only that it worked.
    byte[] done(ClientCommand command);

    byte[] place(long id, String epoch, long offset);

    byte[] stats(long id, int clients);

    byte[] error(long id, int code, String text, boolean temporary);

    byte[] publication(String room, Event event);

    byte[] join(String room);

    byte[] unsubscribed(String room, int code);

    /// One publication of a room.
    record Event(long offset, String data) {}
}

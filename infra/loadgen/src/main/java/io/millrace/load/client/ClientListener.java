package io.millrace.load.client;

import io.millrace.load.socket.SocketEnd;

/// Hears one client, at the lowest cost. All calls come from the client's event loop, one at a time, and must
/// not block it.
public interface ClientListener {

    /// A publication arrived, live or recovered.
    ///
    /// @param offset in the room, from 1
    /// @param frame holds the data from `from` to `to`, exclusive; valid during the call only
    /// @param atNanos when it was read, reading of `System.nanoTime()`
    void delivered(String room, String epoch, long offset, byte[] frame, int from, int to, long atNanos);

    /// A subscription is live; what was missed follows as deliveries.
    ///
    /// @param position after which deliveries continue without gap
    /// @param recovered whether this continues what was there before; false starts anew at the position
    void subscribed(String room, Position position, boolean recovered);

    /// A subscription was refused for good.
    default void subscribeRefused(String room, int code, String message) {}

    /// The session is open; subscriptions follow.
    ///
    /// @param startedNanos when its TCP connection was begun, reading of `System.nanoTime()`
    default void connected(long startedNanos) {}

    /// A connection ended or did not come to be.
    ///
    /// @param wasConnected whether the session was open
    default void ended(SocketEnd end, boolean wasConnected) {}

    /// Somebody came to a room or left it.
    default void presenceChanged(String room, boolean joined) {}

    /// A message was read, of that many bytes without the frame's header.
    default void read(int bytes) {}

    /// A message was written, of that many bytes without the frame's header.
    default void written(int bytes) {}
}

package io.millrace.load.socket;

import io.netty.buffer.ByteBuf;

/// Hears one socket. All calls come from the socket's event loop, one at a time, and must not block it.
public interface SocketListener {

    /// The handshake is done.
    void opened(LoadSocket socket);

    /// A whole message, its fragments joined.
    ///
    /// @param payload valid during the call only
    /// @param atNanos when it was read, reading of `System.nanoTime()`
    void received(LoadSocket socket, ByteBuf payload, long atNanos);

    /// A pong arrived, for a ping of ours.
    default void ponged(LoadSocket socket, long atNanos) {}

    /// The last call, and the only one when the socket never opened. Comes exactly once.
    void ended(LoadSocket socket, SocketEnd end);
}

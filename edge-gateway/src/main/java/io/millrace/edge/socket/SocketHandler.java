package io.millrace.edge.socket;

/// What an application does with one connection.
///
/// All callbacks of one connection run on its reader thread (a virtual thread), one after the other. While a
/// callback runs nothing is read: a slow callback is back-pressure on the peer. An exception from [#onOpen] or
/// [#onMessage] closes the connection with 1011.
public interface SocketHandler {
    /// The handshake was answered with 101. Not called when writing that answer failed.
    void onOpen(ClientSocket socket);

    /// One whole message arrived. Messages that arrive after our own close frame are discarded.
    ///
    /// @param payload the message from index 0; text has been validated as UTF-8. The array is reused: it is
    ///     valid only until this method returns, and what lies beyond `length` is meaningless
    /// @param length bytes of the message
    void onMessage(MessageKind kind, byte[] payload, int length);

    /// A WebSocket pong frame arrived, asked for or not.
    default void onPong() {}

    /// The connection ended. Called exactly once for every handler that an acceptor handed over, in whatever
    /// way the connection ended, and also when it never came to [#onOpen].
    void onClose(CloseInfo info);
}

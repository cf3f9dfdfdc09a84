package io.millrace.edge.socket;

/// Hears what happens, for counting. Called on hot paths from many threads: must be thread-safe, quick and must
/// not throw.
public interface SocketMetrics {
    /// Counts nothing.
    SocketMetrics NONE = new SocketMetrics() {};

    /// A handshake was answered with this HTTP status; 101 is success, 200 that of a stream.
    default void handshake(int status) {}

    /// One whole message or control frame arrived.
    ///
    /// @param bytes of its payload
    default void received(int bytes) {}

    /// One write went out.
    ///
    /// @param frames in it
    /// @param bytes of it, headers included
    default void sent(int frames, int bytes) {}

    /// A connection ended; the counterpart of each handshake with 101 or 200.
    default void closed(CloseInfo info) {}

    /// A TCP connection was closed at once because there are too many.
    default void connectionRefused() {}

    /// A TCP connection was dropped because a handshake or request did not arrive in time.
    default void handshakeTimedOut() {}
}

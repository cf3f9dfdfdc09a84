package io.millrace.edge.socket;

import java.util.List;

/// The sending side of one open connection: a WebSocket, or a streamed response that carries the same messages.
///
/// Thread-safe. Writes block until the operating system has taken all bytes and are serialised with each other,
/// so whoever serves many sockets must not call them from a thread that others wait for. A peer that takes no
/// bytes for [SocketSettings#writeTimeout] is dropped, which frees the writer. Interrupting a virtual thread
/// while it writes breaks the connection too.
public interface ClientSocket {
    /// Writes one frame.
    ///
    /// @return whether all bytes were handed to the operating system; false when the socket is closed or
    ///     closing, or when the write failed ([SocketHandler#onClose] then follows)
    boolean send(EncodedFrame frame);

    /// Writes several frames, in order, with one write to the operating system.
    ///
    /// @return as for [#send(EncodedFrame)]
    boolean send(List<EncodedFrame> frames);

    /// Writes several messages of one kind as one, see [EncodedFrame#join].
    ///
    /// @return as for [#send(EncodedFrame)]
    default boolean sendJoined(List<EncodedFrame> frames) {
        return send(EncodedFrame.join(frames));
    }

    /// Starts the closing handshake (RFC 6455 section 7.1.2) after what other threads are writing right now.
    /// The connection ends when the peer answers, or after [SocketSettings#closeTimeout]. Later calls have no
    /// effect.
    ///
    /// @param code as allowed by [CloseCodes#mayBeSent]
    /// @param reason for humans; cut at a code point to at most 123 bytes of UTF-8
    /// @throws IllegalArgumentException when the code must not be sent
    void close(int code, String reason);

    /// Breaks the TCP connection at once, without a close frame; the peer sees 1006. Does not block.
    void drop();

    /// Whether frames can still be sent.
    boolean isOpen();
}

package io.millrace.load.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// One WebSocket (RFC 6455) of a [Sockets].
///
/// Thread-safe. What is sent after the end is dropped without a word: [SocketListener#ended] has told it.
/// Pings of the server are answered by the socket itself.
public interface LoadSocket {

    /// Sends a text message.
    void sendText(String text);

    /// Sends a binary message.
    void sendBinary(byte[] message);

    /// Sends a message and takes over the buffer.
    ///
    /// @param payload UTF-8 when `text`; released by the socket
    void send(ByteBuf payload, boolean text);

    /// Where buffers for [#send] come from.
    ByteBufAllocator buffers();

    /// Sends a ping frame without content; the answer is told by [SocketListener#ponged].
    void ping();

    /// Stops reading, as a slow device does: the server's data stays in the kernel's buffers and fills them.
    void pauseReading();

    /// Reads on.
    void resumeReading();

    /// Sends a close frame and waits up to two seconds for the server's; then the connection is cut.
    ///
    /// @param code of RFC 6455 section 7.4
    void close(int code, String reason);

    /// Ends the connection with a TCP reset, as a crash does. The end is [SocketEnd.Broken].
    void abort();

    /// When its TCP connection was begun, reading of `System.nanoTime()`; 0 before.
    long startedNanos();

    /// Whether the handshake is done and no end was told.
    boolean isOpen();
}

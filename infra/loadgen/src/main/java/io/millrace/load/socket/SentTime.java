package io.millrace.load.socket;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Finds in a message when it was sent.
public interface SentTime {

    /// For messages that do not tell.
    long UNKNOWN = -1;

    /// Reading of the sender's `System.nanoTime()`, which processes of one machine share, or [#UNKNOWN].
    /// Called on the socket's event loop; must leave the buffer's indexes alone or not care.
    long sentNanos(ByteBuf payload);

    /// Reads the decimal number behind the first appearance of a mark, for example `"at":`.
    ///
    /// @param mark ASCII
    static SentTime after(String mark) {
        byte[] wanted = mark.getBytes(StandardCharsets.US_ASCII);
        return payload -> Digits.after(wanted, payload);
    }
}

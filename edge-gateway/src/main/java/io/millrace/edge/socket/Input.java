package io.millrace.edge.socket;

import java.io.IOException;
import java.io.InputStream;

/// What one peer sends, read with little memory: most connections are idle most of the time, so that the buffer
/// that waits for the next byte is small, and a greater one exists only while there is something to fill it.
/// Single-threaded.
final class Input {
    /// Holds a pong, and most commands of a chat.
    private static final int WAITING_BYTES = 256;

    private static final int MOST_BYTES = 16 * 1024;

    private final Link link;
    private final byte[] waiting = new byte[WAITING_BYTES];
    private byte[] bytes = waiting;
    private int length;

    Input(Link link) {
        this.link = link;
    }

    /// Waits for the next bytes, which are then in [#bytes] until the next call.
    ///
    /// @return whether there are any; false at the end of the stream
    boolean next() throws IOException {
        InputStream in = link.input();
        bytes = length == bytes.length ? fitting(in.available()) : waiting;
        length = in.read(bytes, 0, bytes.length);
        return length > 0;
    }

    /// The bytes that arrived, from index 0. The caller may overwrite them.
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private byte[] fitting(int available) {
        return available <= WAITING_BYTES ? waiting : new byte[Math.min(available, MOST_BYTES)];
    }
}

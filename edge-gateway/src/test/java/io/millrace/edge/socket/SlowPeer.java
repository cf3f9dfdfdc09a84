package io.millrace.edge.socket;

import java.time.Duration;

/// What it takes to fill the way to a peer that does not read.
final class SlowPeer {
    private static final int PLENTY = 10_000;

    private SlowPeer() {}

    /// Writes until a send fails, which it must long before this gives up.
    ///
    /// @return how long the send that failed took
    static Duration writeUntilFreed(ClientSocket socket) {
        EncodedFrame frame = EncodedFrame.of(MessageKind.BINARY, new byte[60_000]);
        for (int count = 0; count < PLENTY; count++) {
            long start = System.nanoTime();
            if (!socket.send(frame)) {
                return Duration.ofNanos(System.nanoTime() - start);
            }
        }
        throw new AssertionError("the peer seems to read");
    }
}

package io.millrace.edge.socket;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sending half of a WebSocket: what ends it is a close frame.
final class OpenSocket extends PeerSocket {
    private final boolean compression;

    /// Written by the reader.
    private volatile boolean closeReceived;

    /// @param compression whether the peer takes compressed messages
    OpenSocket(Link link, SocketSettings settings, SocketMetrics metrics, boolean compression) {
        super(link, settings, metrics);
        this.compression = compression;
    }

    @Override
    public boolean send(EncodedFrame frame) {
        return write(frame.bytes(), 1);
    }

    @Override
    public boolean send(List<EncodedFrame> frames) {
        if (frames.size() == 1) {
            return send(frames.getFirst());
        }
        int length = 0;
        for (EncodedFrame frame : frames) {
            length = Math.addExact(length, frame.length());
        }
        byte[] joined = new byte[length];
        int position = 0;
        for (EncodedFrame frame : frames) {
            System.arraycopy(frame.bytes(), 0, joined, position, frame.length());
            position += frame.length();
        }
        return write(joined, frames.size());
    }

    @Override
    public boolean sendJoined(List<EncodedFrame> frames) {
        return send(compression ? EncodedFrame.compress(frames) : EncodedFrame.join(frames));
    }

    @Override
    void end(CloseCause cause, int code, String reason, @Nullable Throwable failure) {
        writing.lock();
        try {
            if (lastSent) {
                return;
            }
            ClosePayload payload = new ClosePayload(code, reason);
            ending.begin(cause, code, payload.sentReason(), failure);
            lastSent = true;
            if (!closeReceived) {
                link.closeWithin(settings.closeTimeout());
            }
            writeLocked(EncodedFrame.close(payload).bytes(), 1);
        } finally {
            writing.unlock();
        }
    }

    /// The peer's close frame arrived: answers it, unless it is the answer to ours (RFC 6455 section 5.5.1).
    void closeArrived(int code, String reason) {
        closeReceived = true;
        ending.begin(CloseCause.PEER, code, reason, null);
        end(CloseCause.PEER, code, "", null);
    }

    /// Writes what comes before all frames.
    boolean writeRaw(byte[] bytes) {
        return write(bytes, 0);
    }

    @Override
    CloseInfo info() {
        return ending.info(lastSent && closeReceived);
    }
}

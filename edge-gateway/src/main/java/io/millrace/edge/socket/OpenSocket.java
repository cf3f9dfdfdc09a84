package io.millrace.edge.socket;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The sending half of a connection: every write happens under one lock, and nothing follows a close frame.
final class OpenSocket implements ClientSocket {
    private final Link link;
    private final SocketSettings settings;
    private final SocketMetrics metrics;
    private final boolean compression;
    private final Ending ending = new Ending();
    private final ReentrantLock writing = new ReentrantLock();

    /// Written under the lock.
    private volatile boolean closeSent;

    /// Written by the reader.
    private volatile boolean closeReceived;

    /// @param compression whether the peer takes compressed messages
    OpenSocket(Link link, SocketSettings settings, SocketMetrics metrics, boolean compression) {
        this.link = link;
        this.settings = settings;
        this.metrics = metrics;
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
    public void close(int code, String reason) {
        if (!CloseCodes.mayBeSent(code)) {
            throw new IllegalArgumentException("close code " + code + " must not be sent");
        }
        sendClose(CloseCause.LOCAL, new ClosePayload(code, reason), null);
    }

    @Override
    public void drop() {
        ending.begin(CloseCause.DROPPED, CloseCodes.ABNORMAL, "", null);
        link.reset();
    }

    @Override
    public boolean isOpen() {
        return !closeSent && !ending.hasBegun();
    }

    /// Sends our close frame unless one went out before, and gives the peer the close timeout to react.
    void sendClose(CloseCause cause, ClosePayload payload, @Nullable Throwable failure) {
        writing.lock();
        try {
            if (closeSent) {
                return;
            }
            ending.begin(cause, payload.code(), payload.sentReason(), failure);
            closeSent = true;
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
        sendClose(CloseCause.PEER, new ClosePayload(code, ""), null);
    }

    /// The web server stops: says goodbye if that is possible without waiting.
    void serverStops() {
        if (writing.tryLock()) {
            try {
                sendClose(CloseCause.SERVER_STOP, new ClosePayload(CloseCodes.GOING_AWAY, "server stops"), null);
            } finally {
                writing.unlock();
            }
        } else {
            ending.begin(CloseCause.SERVER_STOP, CloseCodes.ABNORMAL, "", null);
            link.reset();
        }
    }

    /// The stream ended where no close frame was.
    void ended() {
        if (link.expiry() == null) {
            ending.begin(CloseCause.END_OF_STREAM, CloseCodes.ABNORMAL, "", null);
        } else {
            // Through TLS a reader may take our own reset for the end of the stream.
            broke(null);
        }
    }

    /// A read or write failed.
    void broke(@Nullable Throwable failure) {
        CloseCause cause = link.expiry() == Link.Expiry.WRITE ? CloseCause.WRITE_TIMEOUT : CloseCause.RESET;
        ending.begin(cause, CloseCodes.ABNORMAL, "", failure);
    }

    /// Writes what comes before all frames.
    boolean writeRaw(byte[] bytes) {
        return write(bytes, 0);
    }

    CloseInfo info() {
        return ending.info(closeSent && closeReceived);
    }

    private boolean write(byte[] bytes, int frames) {
        writing.lock();
        try {
            return isOpen() && writeLocked(bytes, frames);
        } finally {
            writing.unlock();
        }
    }

    private boolean writeLocked(byte[] bytes, int frames) {
        try {
            link.write(bytes, settings.writeTimeout());
        } catch (IOException failure) {
            broke(failure);
            link.reset();
            return false;
        }
        metrics.sent(frames, bytes.length);
        return true;
    }
}

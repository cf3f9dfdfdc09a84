package io.millrace.edge.socket;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The sending half of a streamed response: every write happens under one lock, and nothing follows the end of
/// the body.
final class StreamSocket implements ClientSocket {
    private final Link link;
    private final SocketSettings settings;
    private final SocketMetrics metrics;
    private final StreamFraming framing;
    private final Farewell farewell;
    private final Ending ending = new Ending();
    private final ReentrantLock writing = new ReentrantLock();

    /// Written under the lock.
    private volatile boolean bodyEnded;

    StreamSocket(Link link, SocketSettings settings, SocketMetrics metrics, StreamFraming framing, Farewell farewell) {
        this.link = link;
        this.settings = settings;
        this.metrics = metrics;
        this.framing = framing;
        this.farewell = farewell;
    }

    @Override
    public boolean send(EncodedFrame frame) {
        return send(List.of(frame));
    }

    @Override
    public boolean send(List<EncodedFrame> frames) {
        return write(framing.chunk(frames), frames.size());
    }

    /// Joins nothing: the framing keeps replies apart by itself.
    @Override
    public boolean sendJoined(List<EncodedFrame> frames) {
        return send(frames);
    }

    @Override
    public void close(int code, String reason) {
        if (!CloseCodes.mayBeSent(code)) {
            throw new IllegalArgumentException("close code " + code + " must not be sent");
        }
        end(CloseCause.LOCAL, code, reason, null);
    }

    @Override
    public void drop() {
        ending.begin(CloseCause.DROPPED, CloseCodes.ABNORMAL, "", null);
        link.reset();
    }

    @Override
    public boolean isOpen() {
        return !bodyEnded && !ending.hasBegun();
    }

    /// Writes what comes before all messages.
    boolean begin(byte[] head) {
        return write(head, 0) && (framing.opening().length == 0 || write(framing.opening(), 0));
    }

    /// Says farewell and ends the body, unless that was done before. The peer has the close timeout to end the
    /// connection.
    void end(CloseCause cause, int code, String reason, @Nullable Throwable failure) {
        writing.lock();
        try {
            if (bodyEnded || ending.hasBegun()) {
                return;
            }
            ending.begin(cause, code, reason, failure);
            bodyEnded = true;
            link.closeWithin(settings.closeTimeout());
            farewell.of(code, reason).ifPresent(last -> writeLocked(framing.chunk(List.of(last)), 1));
            if (writeLocked(StreamFraming.end(), 0)) {
                link.endOutput(settings.writeTimeout());
            }
        } catch (IOException broken) {
            link.reset();
        } finally {
            writing.unlock();
        }
    }

    /// The web server stops: ends the body if that is possible without waiting.
    void serverStops() {
        if (writing.tryLock()) {
            try {
                end(CloseCause.SERVER_STOP, CloseCodes.GOING_AWAY, "server stops", null);
            } finally {
                writing.unlock();
            }
        } else {
            ending.begin(CloseCause.SERVER_STOP, CloseCodes.ABNORMAL, "", null);
            link.reset();
        }
    }

    /// The peer has ended the connection.
    void ended() {
        if (link.expiry() == null) {
            ending.begin(CloseCause.END_OF_STREAM, CloseCodes.ABNORMAL, "", null);
        } else {
            broke(null);
        }
    }

    /// A read or write failed.
    void broke(@Nullable Throwable failure) {
        CloseCause cause = link.expiry() == Link.Expiry.WRITE ? CloseCause.WRITE_TIMEOUT : CloseCause.RESET;
        ending.begin(cause, CloseCodes.ABNORMAL, "", failure);
    }

    CloseInfo info() {
        return ending.info(bodyEnded);
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

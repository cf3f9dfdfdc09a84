package io.millrace.edge.socket;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sending half of a streamed response: what ends it is a farewell and the end of the body.
final class StreamSocket extends PeerSocket {
    private final StreamFraming framing;
    private final Farewell farewell;

    StreamSocket(Link link, SocketSettings settings, SocketMetrics metrics, StreamFraming framing, Farewell farewell) {
        super(link, settings, metrics);
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

    /// Writes what comes before all messages.
    boolean begin(byte[] head) {
        return write(head, 0) && (framing.opening().length == 0 || write(framing.opening(), 0));
    }

    @Override
    void end(CloseCause cause, int code, String reason, @Nullable Throwable failure) {
        writing.lock();
        try {
            if (!isOpen()) {
                return;
            }
            ending.begin(cause, code, reason, failure);
            lastSent = true;
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

    @Override
    CloseInfo info() {
        return ending.info(lastSent);
    }
}

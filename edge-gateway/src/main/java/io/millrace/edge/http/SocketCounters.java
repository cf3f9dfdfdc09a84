package io.millrace.edge.http;

import io.helidon.metrics.api.Counter;
import io.millrace.edge.socket.CloseCause;
import io.millrace.edge.socket.CloseInfo;
import io.millrace.edge.socket.SocketMetrics;
import io.millrace.runtime.metrics.Meters;
import java.util.EnumMap;
import java.util.Map;

/// Counts what happens on the sockets. Thread-safe.
public final class SocketCounters implements SocketMetrics {

    private final Meters meters;
    private final Map<CloseCause, Counter> closes = new EnumMap<>(CloseCause.class);
    private final Counter receivedBytes;
    private final Counter receivedFrames;
    private final Counter sentBytes;
    private final Counter sentFrames;
    private final Counter writes;
    private final Counter timeouts;

    /// @param meters of the service
    public SocketCounters(Meters meters) {
        this.meters = meters;
        for (CloseCause cause : CloseCause.values()) {
            closes.put(cause, meters.counter("ws_close", "WebSockets ended, by cause", "cause", cause.name()));
        }
        receivedBytes = meters.counter("ws_received_bytes", "Payload bytes received");
        receivedFrames = meters.counter("ws_received_frames", "Frames received");
        sentBytes = meters.counter("ws_sent_bytes", "Bytes sent, frame headers included");
        sentFrames = meters.counter("ws_sent_frames", "Frames sent");
        writes = meters.counter(
                "ws_writes",
                "Writes to sockets; each holds all that was queued, joined into as few frames as possible");
        timeouts = meters.counter("ws_handshake_timeouts", "Connections dropped before their request was complete");
    }

    @Override
    public void handshake(int status) {
        // The statuses come from our own code: a closed set.
        meters.counter("ws_handshakes", "Handshakes answered, by status", "status", Integer.toString(status))
                .increment();
    }

    @Override
    public void received(int bytes) {
        receivedFrames.increment();
        receivedBytes.increment(bytes);
    }

    @Override
    public void sent(int frames, int bytes) {
        writes.increment();
        sentFrames.increment(frames);
        sentBytes.increment(bytes);
    }

    @Override
    public void closed(CloseInfo info) {
        Counter counter = closes.get(info.cause());
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void handshakeTimedOut() {
        timeouts.increment();
    }
}

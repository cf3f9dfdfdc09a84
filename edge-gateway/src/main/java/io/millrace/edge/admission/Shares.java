package io.millrace.edge.admission;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How often each of many may ask within a span of time, so that none takes the room of all others. Remembers
/// only who asked in the current span. Thread-safe; where two spans meet, one may get a little more.
public final class Shares {

    private final int most;
    private final long spanNanos;
    private volatile Window window = new Window(Long.MIN_VALUE, Map.of());

    private record Window(long number, Map<String, Integer> requests) {}

    /// @param most requests of one within a span; 0 for no limit
    public Shares(int most, Duration span) {
        this.most = most;
        this.spanNanos = span.toNanos();
    }

    /// Whether one more is within the share, in which case it counts.
    ///
    /// @param name of the one that asks
    /// @param nowNanos reading of a monotonic clock
    public boolean admit(String name, long nowNanos) {
        if (most == 0) {
            return true;
        }
        long number = Math.floorDiv(nowNanos, spanNanos);
        Window current = window;
        if (current.number != number) {
            current = new Window(number, new ConcurrentHashMap<>());
            window = current;
        }
        return current.requests.merge(name, 1, Integer::sum) <= most;
    }
}

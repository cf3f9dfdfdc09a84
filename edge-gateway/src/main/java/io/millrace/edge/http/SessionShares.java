package io.millrace.edge.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// How often one connection may ask within a second, so that none takes the room of all others. Remembers only
/// who asked in the current second. Thread-safe; where two seconds meet, one may get a little more.
final class SessionShares {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private volatile Window window = new Window(Long.MIN_VALUE, Map.of());

    private record Window(long second, Map<String, Integer> requests) {}

    /// @param perSecond 0 for no limit
    SessionShares(int perSecond) {
        this.perSecond = perSecond;
    }

    /// Whether one more is within the share, in which case it counts.
    ///
    /// @param nowNanos reading of a monotonic clock
    boolean admit(String session, long nowNanos) {
        if (perSecond == 0) {
            return true;
        }
        long second = Math.floorDiv(nowNanos, SECOND);
        Window current = window;
        if (current.second != second) {
            current = new Window(second, new ConcurrentHashMap<>());
            window = current;
        }
        return current.requests.merge(session, 1, Integer::sum) <= perSecond;
    }
}

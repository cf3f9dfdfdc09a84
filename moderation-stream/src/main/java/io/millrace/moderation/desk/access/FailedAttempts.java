package io.millrace.moderation.desk.access;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts wrong keys by address, so that nobody can try many. Of at most 10,000 addresses; the one that was
/// not seen for longest is forgotten first. Thread-safe.
public final class FailedAttempts {

    private static final int ADDRESSES = 10_000;

    private final int most;
    private final long windowNanos;
    private final Map<String, Window> byAddress = new LinkedHashMap<>(64, 0.75f, true);

    private static final class Window {
        private final long endsNanos;
        private int failures;

        Window(long endsNanos) {
            this.endsNanos = endsNanos;
        }
    }

    /// @param most wrong keys of one address in a window, at least 1
    /// @param window begins with the first wrong key
    public FailedAttempts(int most, Duration window) {
        this.most = most;
        this.windowNanos = window.toNanos();
    }

    /// How long an address has to wait before it may present a key again; zero when it may.
    ///
    /// @param nowNanos reading of a monotonic clock
    public synchronized Duration blocked(String address, long nowNanos) {
        Window window = byAddress.get(address);
        if (window == null) {
            return Duration.ZERO;
        }
        long left = window.endsNanos - nowNanos;
        if (left <= 0) {
            byAddress.remove(address);
            return Duration.ZERO;
        }
        return window.failures < most ? Duration.ZERO : Duration.ofNanos(left);
    }

    /// Notes a wrong key.
    ///
    /// @param nowNanos reading of a monotonic clock
    public synchronized void failed(String address, long nowNanos) {
        Window window = byAddress.get(address);
        if (window == null || window.endsNanos - nowNanos <= 0) {
            window = new Window(nowNanos + windowNanos);
            byAddress.put(address, window);
        }
        window.failures++;
        if (byAddress.size() > ADDRESSES) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
    }
}

package io.millrace.processor.history;

import io.millrace.runtime.health.Health;
import org.jspecify.annotations.Nullable;

/// How the archive fares, written by its thread and read by probes and gauges. Thread-safe.
final class ArchiveState {

    private final long lagLimit;
    private volatile @Nullable String trouble = "starting";
    private volatile long lag;

    /// @param lagLimit events behind, above which the archive is not ready
    ArchiveState(long lagLimit) {
        this.lagLimit = lagLimit;
    }

    void works(long newLag) {
        lag = newLag;
        trouble = null;
    }

    void failed(String reason) {
        trouble = reason;
    }

    long lag() {
        return lag;
    }

    Health health() {
        String reason = trouble;
        if (reason != null) {
            return Health.down(reason);
        }
        long behind = lag;
        String text = behind + " events behind";
        return behind <= lagLimit ? Health.up(text) : Health.down(text + ", limit " + lagLimit);
    }
}

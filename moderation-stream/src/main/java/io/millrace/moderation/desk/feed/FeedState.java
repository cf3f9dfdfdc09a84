package io.millrace.moderation.desk.feed;

import io.millrace.runtime.health.Health;
import org.jspecify.annotations.Nullable;

/// How the feed fares, written by its thread and read by probes and gauges. Thread-safe.
final class FeedState {

    private volatile @Nullable String trouble = "starting";
    private volatile long lag;

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
        return reason == null ? Health.up(lag + " records behind") : Health.down(reason);
    }
}

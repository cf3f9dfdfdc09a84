package io.millrace.moderation.scorer.model;

import io.millrace.runtime.lifecycle.Threads;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Gives stop signals when time is up, on a thread of its own. Thread-safe.
public final class Deadlines implements AutoCloseable {

    private final ScheduledExecutorService timer = Threads.scheduler("scorer-deadlines");

    /// Gives the signal after that time, unless the result is cancelled before.
    public Future<?> give(StopSignal signal, Duration after) {
        return timer.schedule(signal::give, after.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

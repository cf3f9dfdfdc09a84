package io.millrace.runtime.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Notices when the wall clock jumps.
///
/// Kafka's clients count their deadlines on the wall clock: set back by 90 s, a Streams application waits 90
/// s for what should take 5 ms, keeps its partitions meanwhile, and no setting helps. To end and be replaced
/// takes seconds. A clock that is only slewed, as time services do, is left alone.
final class ClockWatch {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration STEP = Duration.ofSeconds(5);

    private final LongSupplier wallMillis;
    private final LongSupplier monotonicNanos;
    private final CompletableFuture<Void> stepped = new CompletableFuture<>();
    private long lastOffsetMillis;

    /// @param wallMillis milliseconds since 1970 UTC
    /// @param monotonicNanos of a clock that never jumps
    ClockWatch(LongSupplier wallMillis, LongSupplier monotonicNanos) {
        this.wallMillis = wallMillis;
        this.monotonicNanos = monotonicNanos;
        this.lastOffsetMillis = offsetMillis();
    }

    /// Looks at the clocks of this machine four times a second, on a thread of its own.
    static ClockWatch start(ScheduledExecutorService ticker) {
        ClockWatch watch = new ClockWatch(System::currentTimeMillis, System::nanoTime);
        var _ = ticker.scheduleAtFixedRate(watch::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    /// Completes exceptionally, saying by how much, once the clock has jumped by more than 5 s.
    CompletableFuture<Void> stepped() {
        return stepped;
    }

    void look() {
        long offset = offsetMillis();
        long step = offset - lastOffsetMillis;
        lastOffsetMillis = offset;
        if (Math.abs(step) > STEP.toMillis()) {
            stepped.completeExceptionally(
                    new IllegalStateException("the wall clock jumped by " + Duration.ofMillis(step)));
        }
    }

    private long offsetMillis() {
        return wallMillis.getAsLong() - TimeUnit.NANOSECONDS.toMillis(monotonicNanos.getAsLong());
    }
}

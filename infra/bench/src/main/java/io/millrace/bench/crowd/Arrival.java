package io.millrace.bench.crowd;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Everybody of a crowd enters at once: how long it takes until each is live, counted from the common start.
/// Thread-safe.
public final class Arrival {

    private final long startedNanos = System.nanoTime();
    private final CountDownLatch missing;
    private final long[] liveNanos;
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger recovered = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicLong replayed = new AtomicLong();
    private final Map<String, Integer> reasons = new ConcurrentHashMap<>();

    Arrival(int size) {
        this.missing = new CountDownLatch(size);
        this.liveNanos = new long[size];
    }

    /// A member is connected and, with a room, subscribed.
    ///
    /// @param complete whether it got everything that it had missed
    /// @param publications that it had missed
    void live(boolean complete, int publications) {
        int place = arrived.getAndIncrement();
        liveNanos[place] = System.nanoTime() - startedNanos;
        replayed.addAndGet(publications);
        if (complete) {
            recovered.incrementAndGet();
        }
        missing.countDown();
    }

    void retry(String why) {
        retries.incrementAndGet();
        reasons.merge(why, 1, Integer::sum);
    }

    /// Waits until everybody is live.
    ///
    /// @throws IllegalStateException when somebody is not in time
    public Arrival await(Duration atMost) throws InterruptedException {
        if (!missing.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(missing.getCount() + " of " + liveNanos.length + " are not live after "
                    + atMost.toSeconds() + " s; attempts that failed: " + reasons);
        }
        return this;
    }

    /// Milliseconds within which that share of the crowd was live.
    ///
    /// @param percent 0 to 100, of all who have arrived; call it after [#await]
    public double millis(double percent) {
        long[] sorted = Arrays.copyOf(liveNanos, arrived.get());
        Arrays.sort(sorted);
        int place = (int) Math.ceil(percent / 100 * sorted.length) - 1;
        return sorted[Math.clamp(place, 0, sorted.length - 1)] / 1e6;
    }

    /// Members that got back everything they had missed.
    public int recovered() {
        return recovered.get();
    }

    /// Publications that were given back.
    public long replayed() {
        return replayed.get();
    }

    /// Attempts that failed and were repeated.
    public int retries() {
        return retries.get();
    }

    /// How often, by reason.
    public Map<String, Integer> reasons() {
        return Map.copyOf(reasons);
    }
}

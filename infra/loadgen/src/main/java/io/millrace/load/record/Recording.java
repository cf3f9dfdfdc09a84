package io.millrace.load.record;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/// What one process measures.
///
/// Each thread that measures has a [Lane] of its own; give one to each event loop, not to each connection.
/// [#sample] is to be called about once a second, by one thread. Everything else is thread-safe.
public final class Recording {

    private static final long SECOND = 1_000_000_000L;

    private final List<Lane> lanes = new CopyOnWriteArrayList<>();
    private final Map<Integer, LongAdder> closed = new ConcurrentHashMap<>();
    private final Map<Integer, LongAdder> refused = new ConcurrentHashMap<>();
    private final Map<Timing, Histogram> totals = new EnumMap<>(Timing.class);
    private final List<Second> seconds = new ArrayList<>();
    private Map<Counter, Long> sampled = Map.of();
    private volatile long steadyFrom = Long.MAX_VALUE;
    private volatile long steadyTo = Long.MAX_VALUE;

    /// A lane for one thread.
    public Lane lane() {
        Lane lane = new Lane(this);
        lanes.add(lane);
        return lane;
    }

    /// Says what latencies are about. Without it, nothing scheduled is counted as steady.
    ///
    /// @param fromNanos first moment of the steady phase, reading of `System.nanoTime()`
    /// @param toNanos first moment after it
    public void steady(long fromNanos, long toNanos) {
        steadyTo = toNanos;
        steadyFrom = fromNanos;
    }

    /// How often something has happened up to now.
    public long count(Counter counter) {
        return lanes.stream().mapToLong(lane -> lane.total(counter)).sum();
    }

    /// Connections open now.
    public long open() {
        return count(Counter.OPENED) - count(Counter.CLOSED);
    }

    /// Closes a second of the time series.
    ///
    /// @param nowNanos reading of `System.nanoTime()`
    public synchronized Second sample(long nowNanos) {
        Map<Counter, Long> now = counts();
        Map<Counter, Long> counts = new EnumMap<>(Counter.class);
        now.forEach((counter, number) -> {
            long more = number - sampled.getOrDefault(counter, 0L);
            if (more != 0) {
                counts.put(counter, more);
            }
        });
        sampled = now;
        long lag = lanes.stream().mapToLong(Lane::takeLag).max().orElse(0);
        long open = now.getOrDefault(Counter.OPENED, 0L) - now.getOrDefault(Counter.CLOSED, 0L);
        // Two samples must not be the same second, or they would be added up as if of two processes.
        long at = seconds.isEmpty()
                ? Math.floorDiv(nowNanos, SECOND)
                : Math.max(Math.floorDiv(nowNanos, SECOND), seconds.getLast().at() + 1);
        Second second = new Second(at, counts, open, lag, timings());
        seconds.add(second);
        return second;
    }

    /// Everything up to the last sample, and what was counted since.
    public synchronized Snapshot snapshot() {
        Map<Timing, Histogram> timings = new EnumMap<>(Timing.class);
        totals.forEach((timing, histogram) -> timings.put(timing, histogram.copy()));
        return new Snapshot(counts(), sums(closed), sums(refused), timings, seconds);
    }

    boolean isSteady(long nanos) {
        // Differences, since readings of the clock may be negative or run over.
        return steadyFrom != Long.MAX_VALUE && nanos - steadyFrom >= 0 && nanos - steadyTo < 0;
    }

    Map<Integer, LongAdder> closed() {
        return closed;
    }

    Map<Integer, LongAdder> refused() {
        return refused;
    }

    void tally(Map<Integer, LongAdder> codes, int code) {
        codes.computeIfAbsent(code, _ -> new LongAdder()).increment();
    }

    private Map<Counter, Long> counts() {
        Map<Counter, Long> counts = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            counts.put(counter, count(counter));
        }
        return counts;
    }

    private Map<Timing, PackedHistogram> timings() {
        Map<Timing, PackedHistogram> inSecond = new EnumMap<>(Timing.class);
        for (Timing timing : Timing.values()) {
            Histogram all = Latencies.histogram();
            for (Lane lane : lanes) {
                drain(lane, timing, all);
            }
            if (all.getTotalCount() > 0) {
                inSecond.put(timing, Latencies.packed(all));
            }
        }
        return inSecond;
    }

    private void drain(Lane lane, Timing timing, Histogram all) {
        Histogram steady = lane.drain(timing, true);
        if (steady != null) {
            all.add(steady);
            totals.computeIfAbsent(timing, _ -> Latencies.histogram()).add(steady);
        }
        Histogram ramping = lane.drain(timing, false);
        if (ramping != null) {
            all.add(ramping);
        }
    }

    private static Map<Integer, Long> sums(Map<Integer, LongAdder> codes) {
        Map<Integer, Long> result = new HashMap<>();
        codes.forEach((code, number) -> result.put(code, number.sum()));
        return result;
    }
}

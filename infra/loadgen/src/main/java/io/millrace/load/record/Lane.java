package io.millrace.load.record;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Where one thread writes down what it sees, without waiting for others. Written by one thread at a time; read
/// by the recording it belongs to.
public final class Lane {

    private final Recording recording;
    private final Map<Counter, AtomicLong> counts = new EnumMap<>(Counter.class);
    private final Map<Timing, Meter> steady = new EnumMap<>(Timing.class);
    private final Map<Timing, Meter> ramping = new EnumMap<>(Timing.class);
    private volatile long lagNanos;

    Lane(Recording recording) {
        this.recording = recording;
        for (Counter counter : Counter.values()) {
            counts.put(counter, new AtomicLong());
        }
        for (Timing timing : Timing.values()) {
            steady.put(timing, new Meter());
            if (isScheduled(timing)) {
                ramping.put(timing, new Meter());
            }
        }
    }

    /// Counts one.
    public void count(Counter counter) {
        count(counter, 1);
    }

    /// Counts several.
    public void count(Counter counter, long number) {
        AtomicLong count = counter(counter);
        // Only this lane's thread writes, so no other addition can get lost.
        count.setOpaque(count.getPlain() + number);
    }

    /// Times what a schedule was the cause of; what was due outside the steady phase is in the time series
    /// only.
    ///
    /// @param dueNanos when it was due, reading of `System.nanoTime()`
    /// @param nowNanos when it was done
    public void time(Timing timing, long dueNanos, long nowNanos) {
        boolean counted = !isScheduled(timing) || recording.isSteady(dueNanos);
        Meter meter = (counted ? steady : ramping).get(timing);
        if (meter != null) {
            meter.record(Latencies.micros(nowNanos - dueNanos));
        }
    }

    /// Says by how much the schedule is late, the greatest of each second counts.
    ///
    /// @param nanos from when an operation was due to when it was begun
    public void lag(long nanos) {
        if (nanos > lagNanos) {
            lagNanos = nanos;
        }
    }

    /// A connection ended.
    ///
    /// @param code of the close frame, 1006 for none
    public void closed(int code) {
        count(Counter.CLOSED);
        recording.tally(recording.closed(), code);
    }

    /// A publication was refused for good.
    ///
    /// @param code of the error
    public void refused(int code) {
        count(Counter.REFUSED);
        recording.tally(recording.refused(), code);
    }

    long total(Counter counter) {
        return counter(counter).getOpaque();
    }

    /// What was timed since the last call. Called by one thread at a time.
    @Nullable
    Histogram drain(Timing timing, boolean whileSteady) {
        Meter meter = (whileSteady ? steady : ramping).get(timing);
        return meter == null ? null : meter.drain();
    }

    /// The greatest lag since the last call.
    long takeLag() {
        long lag = lagNanos;
        lagNanos = 0;
        return lag;
    }

    private AtomicLong counter(Counter counter) {
        return Objects.requireNonNull(counts.get(counter));
    }

    private static boolean isScheduled(Timing timing) {
        return timing == Timing.DELIVERY || timing == Timing.ACK;
    }
}

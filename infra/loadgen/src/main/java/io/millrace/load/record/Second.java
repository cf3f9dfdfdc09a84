package io.millrace.load.record;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.PackedHistogram;

/// What happened in about one second, of one process or of all.
///
/// @param at the second of `System.nanoTime()` in which it ended, the same clock in all processes of a machine
/// @param counts what was counted in it
/// @param open connections open at its end
/// @param lagNanos greatest lag of the schedule in it
/// @param timings what was timed in it, ramp and drain too; not to be changed
public record Second(
        long at, Map<Counter, Long> counts, long open, long lagNanos, Map<Timing, PackedHistogram> timings) {

    public Second {
        counts = Map.copyOf(counts);
        timings = Map.copyOf(timings);
    }

    /// How often something happened.
    public long count(Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }

    /// A percentile in milliseconds, NaN when nothing was timed.
    ///
    /// @param percentile from 0 to 100
    public double millis(Timing timing, double percentile) {
        PackedHistogram histogram = timings.get(timing);
        return histogram == null ? Double.NaN : histogram.getValueAtPercentile(percentile) / 1_000.0;
    }

    /// The same second of two processes together.
    public Second plus(Second other) {
        Map<Counter, Long> sum = new EnumMap<>(Counter.class);
        sum.putAll(counts);
        other.counts.forEach((counter, number) -> sum.merge(counter, number, Long::sum));
        Map<Timing, PackedHistogram> added = new EnumMap<>(Timing.class);
        timings.forEach((timing, histogram) -> added.put(timing, histogram.copy()));
        other.timings.forEach((timing, histogram) -> added.merge(timing, histogram, (mine, theirs) -> {
            mine.add(theirs);
            return mine;
        }));
        return new Second(Math.max(at, other.at), sum, open + other.open, Math.max(lagNanos, other.lagNanos), added);
    }
}

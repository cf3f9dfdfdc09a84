package io.millrace.load.record;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// What was recorded up to some moment, of one process or of all. Adding snapshots loses nothing.
///
/// @param counts since the beginning
/// @param closed connections that ended, by code
/// @param refused publications that were refused, by code
/// @param timings what counts for the result: scheduled ones only when due while steady; not to be changed
/// @param seconds in order
public record Snapshot(
        Map<Counter, Long> counts,
        Map<Integer, Long> closed,
        Map<Integer, Long> refused,
        Map<Timing, Histogram> timings,
        List<Second> seconds) {

    /// Nothing.
    public static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of(), Map.of(), Map.of(), List.of());

    public Snapshot {
        counts = Map.copyOf(counts);
        closed = Map.copyOf(closed);
        refused = Map.copyOf(refused);
        timings = Map.copyOf(timings);
        seconds = List.copyOf(seconds);
    }

    /// How often something happened.
    public long count(Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }

    /// Deliveries that are owed and did not arrive, although nobody was told.
    public long missing() {
        return Math.max(0, count(Counter.EXPECTED) - count(Counter.DELIVERED) - count(Counter.SKIPPED));
    }

    /// What was timed; empty when nothing was. Not to be changed.
    public Histogram timing(Timing timing) {
        Histogram histogram = timings.get(timing);
        return histogram == null ? Latencies.histogram() : histogram;
    }

    /// Two processes together; seconds that are the same are added.
    public Snapshot plus(Snapshot other) {
        Map<Timing, Histogram> added = new EnumMap<>(Timing.class);
        timings.forEach((timing, histogram) -> added.put(timing, histogram.copy()));
        other.timings.forEach((timing, histogram) -> added.merge(timing, histogram, (mine, theirs) -> {
            mine.add(theirs);
            return mine;
        }));
        TreeMap<Long, Second> bySecond = new TreeMap<>();
        seconds.forEach(second -> bySecond.merge(second.at(), second, Second::plus));
        other.seconds.forEach(second -> bySecond.merge(second.at(), second, Second::plus));
        return new Snapshot(
                sum(counts, other.counts),
                sum(closed, other.closed),
                sum(refused, other.refused),
                added,
                new ArrayList<>(bySecond.values()));
    }

    private static <K> Map<K, Long> sum(Map<K, Long> some, Map<K, Long> others) {
        Map<K, Long> result = new HashMap<>(some);
        others.forEach((key, number) -> result.merge(key, number, Long::sum));
        return result;
    }
}

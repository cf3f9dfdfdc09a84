package io.millrace.load.report;

import io.millrace.load.record.Counter;
import io.millrace.load.record.Second;
import io.millrace.load.record.Snapshot;
import io.millrace.load.scenario.Scenario;
import java.time.Instant;

/// A run that has ended.
///
/// @param run name of the run, part of the names of its rooms
/// @param started by the machine's clock
/// @param processes that took part
/// @param stopped whether somebody ended it early
public record Result(
        Scenario scenario,
        String run,
        Instant started,
        int processes,
        boolean stopped,
        Timeline timeline,
        Environment environment,
        Snapshot snapshot) {

    private static final long SECOND = 1_000_000_000L;

    /// How often something happened in a second of the steady phase, on average; NaN when there was none.
    public double perSecond(Counter counter) {
        long first = Math.floorDiv(timeline.steady(), SECOND) + 1;
        long last = Math.floorDiv(timeline.drain(), SECOND);
        return snapshot.seconds().stream()
                .filter(second -> second.at() > first && second.at() <= last)
                .mapToLong(second -> second.count(counter))
                .average()
                .orElse(Double.NaN);
    }

    /// Seconds from the beginning of the run to the end of a second of the time series.
    public double at(Second second) {
        return timeline.seconds(second.at() * SECOND);
    }

    /// Name of the phase that a second of the time series is in.
    public String phase(Second second) {
        return timeline.phase(second.at() * SECOND - SECOND / 2);
    }

    /// Greatest lag of the schedule in the steady phase, in milliseconds.
    public double lagMillis() {
        return snapshot.seconds().stream()
                        .filter(second -> phase(second).equals("steady"))
                        .mapToLong(Second::lagNanos)
                        .max()
                        .orElse(0)
                / 1e6;
    }
}

package io.millrace.processor.history;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Timer;
import io.millrace.runtime.metrics.Meters;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/// What operators see of the archive. Thread-safe.
final class ArchiveMeters {

    private final Counter rows;
    private final Counter deadLetters;
    private final Counter failures;
    private final Timer batches;

    ArchiveMeters(Meters meters, DoubleSupplier lag) {
        rows = meters.counter("millrace_archive_rows", "Events written to the archive");
        deadLetters = meters.counter("millrace_archive_dead", "Events that cannot be archived");
        failures = meters.counter("millrace_archive_failures", "Attempts to write that failed and are repeated");
        batches = meters.latency("millrace_archive_batch", "Time of one archive transaction");
        meters.gauge("millrace_archive_lag", "Events of the own partitions that are not archived yet", lag);
    }

    void rows(int count) {
        rows.increment(count);
    }

    void batch(Duration time) {
        batches.record(time);
    }

    void deadLetter() {
        deadLetters.increment();
    }

    void failure() {
        failures.increment();
    }
}

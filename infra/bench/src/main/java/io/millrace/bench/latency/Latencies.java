package io.millrace.bench.latency;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Latencies of one phase. Thread-safe.
public final class Latencies {

    private static final long HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Histogram histogram = new ConcurrentHistogram(HIGHEST_NANOS, 3);
    private final AtomicLong count = new AtomicLong();

    void record(long nanos) {
        histogram.recordValue(Math.clamp(nanos, 1, HIGHEST_NANOS));
        count.incrementAndGet();
    }

    long count() {
        return count.get();
    }

    /// Takes in what another phase measured.
    public void add(Latencies other) {
        histogram.add(other.histogram);
        count.addAndGet(other.count());
    }

    /// The value that so many percent are not above.
    ///
    /// @param percentile 0 to 100
    public double millis(double percentile) {
        return histogram.getValueAtPercentile(percentile) / 1e6;
    }

    /// One row of the report.
    public String row(String name) {
        return String.format(
                "%-28s %8d  %7.2f  %7.2f  %7.2f  %7.2f",
                name, count(), millis(50), millis(99), millis(99.9), millis(100));
    }

    /// The heads of the columns.
    public static String header() {
        return String.format("%-28s %8s  %7s  %7s  %7s  %7s", "ms", "count", "P50", "P99", "P99.9", "max");
    }
}

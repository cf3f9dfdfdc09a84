package io.millrace.moderation.scorer.model;

import java.time.Duration;
import java.util.Arrays;

/// The newest runs of a model, for people to look at. Thread-safe.
public final class RunTimes {

    private static final int KEPT = 512;

    private final long[] nanos = new long[KEPT];
    private final boolean[] useful = new boolean[KEPT];
    private long runs;

    synchronized void add(long spentNanos, boolean wasUseful) {
        int place = (int) (runs++ % KEPT);
        nanos[place] = spentNanos;
        useful[place] = wasUseful;
    }

    /// The time below which this share of the newest 512 runs stayed; 0 before the first.
    ///
    /// @param share 0 to 1
    public synchronized Duration percentile(double share) {
        int count = (int) Math.min(runs, KEPT);
        if (count == 0) {
            return Duration.ZERO;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return Duration.ofNanos(sorted[(int) Math.min(count - 1L, Math.round(share * (count - 1)))]);
    }

    /// The share of the newest 512 runs that led to no scores, 0 to 1.
    public synchronized double failed() {
        int count = (int) Math.min(runs, KEPT);
        int failures = 0;
        for (int i = 0; i < count; i++) {
            failures += useful[i] ? 0 : 1;
        }
        return count == 0 ? 0 : (double) failures / count;
    }
}

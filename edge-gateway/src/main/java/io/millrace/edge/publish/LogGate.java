package io.millrace.edge.publish;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Lets one log line through every five seconds: an outage meets each of a flood of records, and a line for
/// each would be another flood. Thread-safe.
public final class LogGate {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final AtomicLong due = new AtomicLong(System.nanoTime());
    private final LongAdder unsaid = new LongAdder();

    /// Notes one occurrence.
    ///
    /// @return how many a line should speak of, this one included; 0 for no line now
    public long admit() {
        return admit(System.nanoTime());
    }

    long admit(long nowNanos) {
        unsaid.increment();
        long expected = due.get();
        return nowNanos - expected >= 0 && due.compareAndSet(expected, nowNanos + PAUSE_NANOS)
                ? unsaid.sumThenReset()
                : 0;
    }
}

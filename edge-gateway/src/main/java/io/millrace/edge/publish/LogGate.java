package io.millrace.edge.publish;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;

/// Lets one log line through every five seconds: an outage meets each of a flood of records, and a line for
/// each would be another flood. Thread-safe.
public final class LogGate {

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Logger logger;
    private final String message;
    private final AtomicLong due = new AtomicLong(System.nanoTime());
    private final LongAdder unsaid = new LongAdder();

    /// @param message of the lines; a constant
    public LogGate(Logger logger, String message) {
        this.logger = logger;
        this.message = message;
    }

    /// Notes a failure, and warns if it is time for that.
    public void warn(Exception failure) {
        long count = admit(System.nanoTime());
        if (count > 0) {
            logger.atWarn()
                    .addKeyValue("error", failure.toString())
                    .addKeyValue("count", count)
                    .log(message);
        }
    }

    /// Notes one occurrence.
    ///
    /// @return how many a line should speak of, this one included; 0 for no line now
    long admit(long nowNanos) {
        unsaid.increment();
        long expected = due.get();
        return nowNanos - expected >= 0 && due.compareAndSet(expected, nowNanos + PAUSE_NANOS)
                ? unsaid.sumThenReset()
                : 0;
    }
}

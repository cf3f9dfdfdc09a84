package io.millrace.bench.latency;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for the last messages of a phase.
final class Arrivals {

    private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

    private Arrivals() {}

    /// Returns when all have arrived.
    ///
    /// @throws IllegalStateException when messages are missing
    static void await(Latencies phase, long expected) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (phase.count() < expected) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(phase.count() + " of " + expected + " deliveries arrived");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}

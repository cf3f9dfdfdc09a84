package io.millrace.load.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for what another thread does.
public final class Awaiting {

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private Awaiting() {}

    /// Returns when the condition holds.
    ///
    /// @throws AssertionError when it does not within a minute
    public static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within a minute");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}

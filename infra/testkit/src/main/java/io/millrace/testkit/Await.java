package io.millrace.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Waiting for a state, never for a time: asks every few milliseconds until the answer is right or the deadline has
/// passed, and then fails saying what was awaited and what was seen last. An exception of the condition ends the wait
/// at once, except in [#asserted]. Polls on the calling thread.
public final class Await {

    /// Long enough for a loaded build machine; a passing test does not spend it.
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final long PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private Await() {}

    /// Waits until the condition holds.
    public static void until(BooleanSupplier condition, Duration deadline, String description) {
        value(condition::getAsBoolean, holds -> holds, deadline, description);
    }

    /// Waits until the state is as expected and returns it.
    public static <T extends @Nullable Object> T value(
            Supplier<T> state, Predicate<? super T> expected, Duration deadline, String description) {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            T last = state.get();
            if (expected.test(last)) {
                return last;
            }
            if (!pauseUntil(end)) {
                throw new AssertionError("Awaited within " + deadline + ": " + description + "; last seen: " + last);
            }
        }
    }

    /// Waits until the assertions pass, and throws their last failure when they never did.
    public static void asserted(Runnable assertions, Duration deadline, String description) {
        long end = System.nanoTime() + deadline.toNanos();
        while (true) {
            try {
                assertions.run();
                return;
            } catch (AssertionError failure) {
                if (!pauseUntil(end)) {
                    throw new AssertionError(
                            "Awaited within " + deadline + ": " + description + "; last seen: " + failure.getMessage(),
                            failure);
                }
            }
        }
    }

    private static boolean pauseUntil(long end) {
        if (Thread.interrupted()) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while awaiting");
        }
        if (System.nanoTime() - end >= 0) {
            return false;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
        return true;
    }
}

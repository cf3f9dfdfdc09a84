package io.millrace.history.intake;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/// Pauses that double up to a bound, each shortened by up to half at random, so that many instances do not
/// come back in step. Not thread-safe.
final class Backoff {

    private final Duration first;
    private final Duration longest;
    private final DoubleSupplier random;
    private Duration next;

    /// @param random from 0 (included) to 1 (excluded)
    Backoff(Duration first, Duration longest, DoubleSupplier random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.next = first;
    }

    /// The next pause.
    Duration pause() {
        Duration pause = next.compareTo(longest) < 0 ? next : longest;
        next = pause.multipliedBy(2);
        return pause.minus(Duration.ofNanos((long) (pause.toNanos() / 2.0 * random.getAsDouble())));
    }

    /// It worked again.
    void reset() {
        next = first;
    }
}

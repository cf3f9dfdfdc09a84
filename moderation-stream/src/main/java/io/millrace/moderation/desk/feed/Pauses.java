package io.millrace.moderation.desk.feed;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Pauses that double from 200 ms to 10 s, each shortened by up to half at random. Not thread-safe.
final class Pauses {

    private static final long FIRST = Duration.ofMillis(200).toNanos();
    private static final long LONGEST = Duration.ofSeconds(10).toNanos();

    private long next = FIRST;

    Duration next() {
        long pause = next;
        next = Math.min(2 * pause, LONGEST);
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(pause / 2, pause));
    }

    /// It worked again.
    void reset() {
        next = FIRST;
    }
}

package io.millrace.moderation.limit;

import java.time.Duration;

/// A token bucket: it holds `permits`, and gets as many new ones evenly over `per`.
///
/// Levels are counted in units of which one millisecond brings `permits` and one message takes `per` in
/// milliseconds; so nothing is ever rounded.
///
/// @param permits messages, 1 to 1,000,000
/// @param per time in which a full bucket flows in, 1 ms to 1 day, whole milliseconds
public record Rate(int permits, Duration per) {

    private static final int MOST_PERMITS = 1_000_000;

    /// @throws IllegalArgumentException when out of range
    public Rate {
        if (permits < 1 || permits > MOST_PERMITS) {
            throw new IllegalArgumentException("permits must be 1 to " + MOST_PERMITS + ", is " + permits);
        }
        if (per.toMillis() < 1 || per.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("per must be 1 ms to 1 day, is " + per);
        }
    }

    long full() {
        return permits * price();
    }

    long price() {
        return per.toMillis();
    }

    /// The level after a while; a level of another rate, from before a configuration change, is brought into
    /// range.
    long refilled(long level, long millis) {
        long missing = full() - Math.clamp(level, 0, full());
        // Divided, not multiplied: a long pause must not overflow.
        return millis > missing / permits ? full() : full() - missing + millis * permits;
    }

    /// Time until a level is full, in milliseconds, rounded up.
    long untilFull(long level) {
        return Math.ceilDiv(full() - Math.clamp(level, 0, full()), permits);
    }
}

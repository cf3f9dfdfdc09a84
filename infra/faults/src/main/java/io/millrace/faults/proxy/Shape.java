package io.millrace.faults.proxy;

import java.time.Duration;

/// How one direction behaves.
///
/// @param flow what happens to bytes at all
/// @param delay added to every byte, zero for none
/// @param jitter the delay varies by up to this in either direction, at most the delay; order is kept
/// @param bytesPerSecond of one connection, 0 for no limit
public record Shape(Flow flow, Duration delay, Duration jitter, long bytesPerSecond) {

    /// A perfect network.
    public static final Shape CLEAR = new Shape(Flow.PASS, Duration.ZERO, Duration.ZERO, 0);

    /// A cut that may heal in time: bytes wait, as packets that TCP sends again, and none is lost.
    public static final Shape STALLED = new Shape(Flow.STALL, Duration.ZERO, Duration.ZERO, 0);

    /// A cut that heals too late: bytes and ends vanish and nobody is told. A connection that lost something is
    /// reset when the direction is given another shape, since TCP never delivers a stream with a hole.
    public static final Shape SWALLOWED = new Shape(Flow.SWALLOW, Duration.ZERO, Duration.ZERO, 0);

    /// What happens to bytes.
    public enum Flow {
        /// They go on.
        PASS,
        /// They wait until the shape changes.
        STALL,
        /// They vanish.
        SWALLOW
    }

    /// Rejects negative values and a jitter above the delay.
    public Shape {
        if (delay.isNegative() || jitter.isNegative() || bytesPerSecond < 0) {
            throw new IllegalArgumentException("delay, jitter and bytes per second must not be negative");
        }
        if (jitter.compareTo(delay) > 0) {
            throw new IllegalArgumentException("the jitter " + jitter + " is above the delay " + delay);
        }
    }

    /// A slow network.
    public static Shape delayed(Duration delay, Duration jitter) {
        return new Shape(Flow.PASS, delay, jitter, 0);
    }

    /// A narrow network.
    public static Shape limited(long bytesPerSecond) {
        return new Shape(Flow.PASS, Duration.ZERO, Duration.ZERO, bytesPerSecond);
    }
}

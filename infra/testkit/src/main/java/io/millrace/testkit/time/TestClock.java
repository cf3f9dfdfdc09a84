package io.millrace.testkit.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until it is moved by hand; as every [Clock] it is an [InstantSource] too. May be read and
/// moved from any thread. Views of other zones show the same time.
public final class TestClock extends Clock {

    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    private TestClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /// A clock at 2026-01-01T00:00:00Z, for tests to which the date means nothing.
    public static TestClock create() {
        return at(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /// A UTC clock at the given time.
    public static TestClock at(Instant start) {
        return new TestClock(new AtomicReference<>(start), ZoneOffset.UTC);
    }

    /// Moves the clock forward and returns the new time.
    ///
    /// @throws IllegalArgumentException for a negative step; going back is [#set]
    public Instant advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("step must not be negative, is " + step);
        }
        return now.updateAndGet(before -> before.plus(step));
    }

    /// Puts the clock to a time, earlier ones included: wall clocks do jump back.
    public void set(Instant time) {
        now.set(time);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public TestClock withZone(ZoneId other) {
        return new TestClock(now, other);
    }
}

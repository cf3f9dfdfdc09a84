package io.millrace.edge.api;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// How often somebody may ask: so many times each second, all of them at once if need be. Thread-safe.
public final class RequestRate {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long costNanos;

    /// When all that was asked for so far will have been paid for.
    private final AtomicLong paidAt = new AtomicLong(Long.MIN_VALUE);

    /// @param perSecond 0 for no limit
    public RequestRate(int perSecond) {
        this.costNanos = perSecond == 0 ? 0 : SECOND / perSecond;
    }

    /// Whether one more is within the rate, in which case it counts.
    ///
    /// @param nowNanos reading of a monotonic clock
    public boolean admit(long nowNanos) {
        if (costNanos == 0) {
            return true;
        }
        while (true) {
            long paid = paidAt.get();
            boolean idle = paid == Long.MIN_VALUE || paid - nowNanos < 0;
            long next = (idle ? nowNanos : paid) + costNanos;
            if (next - nowNanos > SECOND) {
                return false;
            }
            if (paidAt.compareAndSet(paid, next)) {
                return true;
            }
        }
    }
}

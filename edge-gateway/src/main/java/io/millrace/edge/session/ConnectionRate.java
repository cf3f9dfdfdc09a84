package io.millrace.edge.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// How many connections may come in a second: a bucket that holds one second's worth. Thread-safe.
final class ConnectionRate {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long costNanos;

    /// When the bucket is full again.
    private final AtomicLong full;

    /// @param perSecond at most, 0 for any number
    ConnectionRate(int perSecond, long nowNanos) {
        this.costNanos = perSecond == 0 ? 0 : SECOND / perSecond;
        this.full = new AtomicLong(nowNanos);
    }

    /// Takes one connection; false when there were too many just now.
    boolean take(long nowNanos) {
        while (costNanos > 0) {
            long known = full.get();
            long next = (known - nowNanos > 0 ? known : nowNanos) + costNanos;
            if (next - nowNanos > SECOND) {
                return false;
            }
            if (full.compareAndSet(known, next)) {
                return true;
            }
        }
        return true;
    }
}

package io.millrace.faults.proxy;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One direction of a proxy, the same for all its connections. Thread-safe.
final class Lane {

    private static final int STEPS_PER_SECOND = 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile Shape shape = Shape.CLEAR;

    void set(Shape next) {
        lock.lock();
        try {
            shape = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean swallows() {
        return shape.flow() == Shape.Flow.SWALLOW;
    }

    /// Whether news of the other end does not get through now.
    boolean isCut() {
        return shape.flow() != Shape.Flow.PASS;
    }

    void awaitFlow() throws InterruptedException {
        if (shape.flow() != Shape.Flow.STALL) {
            return;
        }
        lock.lockInterruptibly();
        try {
            while (shape.flow() == Shape.Flow.STALL) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /// How long a byte that arrives now is to be held back.
    long delayNanos() {
        Shape now = shape;
        long jitter = now.jitter().toNanos();
        long around = jitter == 0 ? 0 : ThreadLocalRandom.current().nextLong(-jitter, jitter + 1);
        return now.delay().toNanos() + around;
    }

    /// Most bytes to write at once: a narrow network is narrow within a second, too.
    int slice(int length) {
        long limit = shape.bytesPerSecond();
        return limit == 0 ? length : (int) Math.min(length, Math.max(1, limit / STEPS_PER_SECOND));
    }

    /// How long that many bytes occupy the network.
    long transferNanos(int bytes) {
        long limit = shape.bytesPerSecond();
        return limit == 0 ? 0 : bytes * 1_000_000_000L / limit;
    }
}

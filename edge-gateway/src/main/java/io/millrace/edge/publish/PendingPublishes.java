package io.millrace.edge.publish;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Publishes that wait for their outcome. Thread-safe; each waiter is called exactly once, on the thread that
/// brings the outcome, and must not block. Bounded by the sessions' own limits of publishes in flight.
public final class PendingPublishes {

    private final AtomicLong correlations = new AtomicLong();
    private final Map<Long, Waiter> waiters = new ConcurrentHashMap<>();

    private record Waiter(Consumer<PublishOutcome> then, long deadlineNanos) {}

    /// Registers a publish.
    ///
    /// @return its correlation, unique in this process
    public long register(Consumer<PublishOutcome> then, long deadlineNanos) {
        long correlation = correlations.incrementAndGet();
        waiters.put(correlation, new Waiter(then, deadlineNanos));
        return correlation;
    }

    /// Brings an outcome; one for a publish that no longer waits is a repeat and ignored.
    public void complete(long correlation, PublishOutcome outcome) {
        Waiter waiter = waiters.remove(correlation);
        if (waiter != null) {
            waiter.then.accept(outcome);
        }
    }

    /// Gives up on overdue publishes.
    ///
    /// @return how many
    public int sweep(long nowNanos) {
        int overdue = 0;
        for (Map.Entry<Long, Waiter> entry : waiters.entrySet()) {
            if (nowNanos - entry.getValue().deadlineNanos >= 0) {
                complete(entry.getKey(), new PublishOutcome.Unknown());
                overdue++;
            }
        }
        return overdue;
    }

    /// How many wait, for metrics.
    public int size() {
        return waiters.size();
    }
}

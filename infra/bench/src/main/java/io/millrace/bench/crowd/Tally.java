package io.millrace.bench.crowd;

import java.util.concurrent.atomic.LongAdder;

/// What a crowd has seen. Thread-safe.
public final class Tally {

    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder deliveries = new LongAdder();
    private final LongAdder gaps = new LongAdder();

    void accepted() {
        accepted.increment();
    }

    void refused() {
        refused.increment();
    }

    void delivered() {
        deliveries.increment();
    }

    void gap() {
        gaps.increment();
    }

    /// Publications that the system has confirmed.
    public long acceptedCount() {
        return accepted.sum();
    }

    /// Publications that it has refused.
    public long refusedCount() {
        return refused.sum();
    }

    /// Publications that arrived, live or by recovery, at all members together.
    public long deliveryCount() {
        return deliveries.sum();
    }

    /// How often an offset was not the one after the member's last.
    public long gapCount() {
        return gaps.sum();
    }
}

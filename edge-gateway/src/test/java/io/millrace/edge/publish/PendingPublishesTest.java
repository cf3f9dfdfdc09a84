package io.millrace.edge.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PendingPublishesTest {

    private static final PublishOutcome OUTCOME = new PublishOutcome.Rejected(111, "x");

    private final PendingPublishes pending = new PendingPublishes();
    private final List<PublishOutcome> told = new ArrayList<>();

    @Test
    void outcomeIsToldOnce() {
        long correlation = pending.register(told::add, 100);

        pending.complete(correlation, OUTCOME);
        pending.complete(correlation, new PublishOutcome.Unknown());
        pending.sweep(200);

        assertThat(told).containsExactly(OUTCOME);
        assertThat(pending.size()).isZero();
    }

    @Test
    void overduePublishIsUnknown() {
        pending.register(told::add, 100);
        pending.register(told::add, 101);

        assertThat(pending.sweep(99)).isZero();
        assertThat(pending.sweep(100)).isEqualTo(1);

        assertThat(told).containsExactly(new PublishOutcome.Unknown());
        assertThat(pending.size()).isEqualTo(1);
    }

    @Test
    void deadlinesHoldAcrossTheOverflowOfTheClock() {
        pending.register(told::add, Long.MIN_VALUE + 5);

        assertThat(pending.sweep(Long.MAX_VALUE)).isZero();
        assertThat(pending.sweep(Long.MIN_VALUE + 5)).isEqualTo(1);
    }

    @Test
    void unknownCorrelationIsIgnored() {
        pending.complete(12_345, OUTCOME);

        assertThat(told).isEmpty();
    }

    @Test
    void correlationsAreUnique() {
        assertThat(pending.register(told::add, 1)).isNotEqualTo(pending.register(told::add, 1));
    }

    @Test
    void outcomeAndDeadlineAtTheSameTimeTellOnce() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            CyclicBarrier start = new CyclicBarrier(2);
            for (int round = 0; round < 5_000; round++) {
                AtomicInteger calls = new AtomicInteger();
                long correlation = pending.register(outcome -> calls.incrementAndGet(), 0);
                Future<?> answer = threads.submit(() -> {
                    start.await();
                    pending.complete(correlation, OUTCOME);
                    return null;
                });
                Future<?> deadline = threads.submit(() -> {
                    start.await();
                    return pending.sweep(1);
                });
                answer.get();
                deadline.get();

                assertThat(calls).as("round %d", round).hasValue(1);
            }
        }
    }
}

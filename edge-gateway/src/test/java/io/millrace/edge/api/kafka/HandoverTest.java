package io.millrace.edge.api.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.health.Health;
import io.millrace.schema.api.ApiResult;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/// When commands of a partition may be executed after it has changed hands.
class HandoverTest {

    private static final TopicPartition ONE = new TopicPartition("api.commands", 1);
    private static final TopicPartition TWO = new TopicPartition("api.commands", 2);
    private static final TopicPartition FIVE = new TopicPartition("api.commands", 5);
    private static final ApiResult RESULT = new ApiResult("a", "publish", Instant.EPOCH, "{}", null);

    private final KnownResults known = new KnownResults();
    private final Deque<Runnable> work = new ArrayDeque<>();
    private final List<Set<Integer>> reads = new ArrayList<>();
    private final Handover handover = new Handover(known, this::read, 4, work::add);
    private boolean broken;
    private long now;

    @Test
    void partitionIsReadyWhenItsEarlierResultsAreKnown() {
        handover.assigned(List.of(ONE), now);
        assertThat(handover.health()).isEqualTo(Health.down("earlier results of 1 partitions are not read yet"));

        assertThat(attempt()).containsExactly(ONE);

        assertThat(known.find(1, "a")).contains(RESULT);
        assertThat(handover.health()).isEqualTo(Health.up("executing 1 partitions"));
        assertThat(handover.waiting()).isZero();
    }

    @Test
    void commandsOfManyPartitionsMayHaveTheirResultsInOne() {
        handover.assigned(List.of(ONE, FIVE), now);

        assertThat(attempt()).containsExactlyInAnyOrder(ONE, FIVE);

        assertThat(reads).containsExactly(Set.of(1));
        assertThat(known.find(5, "a")).contains(RESULT);
    }

    @Test
    void failedReadIsRepeatedUntilItWorks() {
        broken = true;
        handover.assigned(List.of(ONE), now);

        for (int i = 1; i <= 20; i++) {
            assertThat(attempt()).isEmpty();
            assertThat(handover.health().detail()).contains("failed " + i + " times", "no broker");
            assertThat(handover.waiting()).isEqualTo(1);
            now += TimeUnit.SECONDS.toNanos(30);
        }
        assertThat(reads).hasSize(20);

        broken = false;
        assertThat(attempt()).containsExactly(ONE);
        assertThat(handover.health().up()).isTrue();
    }

    @Test
    void pausesBetweenAttemptsGrowAndHaveAnEnd() {
        broken = true;
        handover.assigned(List.of(ONE), now);

        long previous = 0;
        for (int i = 0; i < 12; i++) {
            attempt();
            long pause = pause();
            assertThat(pause).isGreaterThanOrEqualTo(previous / 2).isLessThanOrEqualTo(30_000);
            previous = pause;
        }
        assertThat(previous).isGreaterThanOrEqualTo(15_000);
    }

    @Test
    void whatIsReadWhileThePartitionChangesHandsIsNotGood() {
        handover.assigned(List.of(ONE, TWO), now);
        handover.step(now);
        handover.revoked(List.of(ONE));
        handover.assigned(List.of(ONE), now);

        work.remove().run();

        assertThat(handover.step(now)).containsExactly(TWO);
        assertThat(known.find(1, "a")).isEmpty();
        assertThat(attempt()).containsExactly(ONE);
        assertThat(reads).hasSize(2);
    }

    @Test
    void partitionThatIsGoneIsForgottenAndNotWaitedFor() {
        handover.assigned(List.of(ONE), now);
        attempt();

        handover.revoked(List.of(ONE));

        assertThat(known.find(1, "a")).isEmpty();
        assertThat(attempt()).isEmpty();
        assertThat(reads).hasSize(1);
    }

    /// Steps to the end of an attempt, if one is due.
    private Set<TopicPartition> attempt() {
        handover.step(now);
        if (work.isEmpty()) {
            return Set.of();
        }
        work.remove().run();
        return handover.step(now);
    }

    /// Milliseconds until the next attempt begins.
    private long pause() {
        long start = now;
        while (work.isEmpty()) {
            now += TimeUnit.MILLISECONDS.toNanos(1);
            handover.step(now);
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(now - start);
        work.remove().run();
        handover.step(now);
        return millis;
    }

    private Map<Integer, List<ApiResult>> read(Set<Integer> partitions) {
        reads.add(partitions);
        if (broken) {
            throw new TimeoutException("no broker");
        }
        return Map.of(1, List.of(RESULT));
    }
}

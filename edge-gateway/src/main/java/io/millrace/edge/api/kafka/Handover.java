package io.millrace.edge.api.kafka;

import io.millrace.runtime.health.Health;
import io.millrace.schema.api.ApiResult;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Partitions that became this edge's to execute, until it knows what came of their commands before: a command
/// must not be executed before that. Reading is tried again, with growing pauses and jitter, for as long as the
/// partitions are this edge's. Used by the door's thread; anybody may ask for the health.
final class Handover {

    private static final Logger LOGGER = LoggerFactory.getLogger(Handover.class);
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(30);

    private final KnownResults known;
    private final Function<Set<Integer>, Map<Integer, List<ApiResult>>> reader;
    private final int resultPartitions;
    private final Executor threads;
    private final Set<TopicPartition> executing = new HashSet<>();
    private final Set<TopicPartition> waiting = new HashSet<>();
    private final Set<TopicPartition> asked = new HashSet<>();
    private @Nullable CompletableFuture<Map<Integer, List<ApiResult>>> reading;
    private int failures;
    private long dueNanos;
    private volatile Health health = Health.down("not in the group yet");
    private volatile int unread;

    /// @param reader gives the newest results of partitions of `api.results`; may block and fail
    /// @param resultPartitions of `api.results`
    /// @param threads runs the reader
    Handover(
            KnownResults known,
            Function<Set<Integer>, Map<Integer, List<ApiResult>>> reader,
            int resultPartitions,
            Executor threads) {
        this.known = known;
        this.reader = reader;
        this.resultPartitions = resultPartitions;
        this.threads = threads;
    }

    /// These are this edge's now, and wait.
    void assigned(Collection<TopicPartition> partitions, long nowNanos) {
        if (waiting.isEmpty() && reading == null) {
            failures = 0;
            dueNanos = nowNanos;
        }
        waiting.addAll(partitions);
        tell("");
    }

    /// These are not any more. What is being read for them just now is not good for the next time either:
    /// another edge may add to it.
    void revoked(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            waiting.remove(partition);
            asked.remove(partition);
            executing.remove(partition);
            known.forget(partition.partition());
        });
        tell("");
    }

    /// Goes on, without waiting.
    ///
    /// @return partitions whose commands may be executed from now on
    Set<TopicPartition> step(long nowNanos) {
        CompletableFuture<Map<Integer, List<ApiResult>>> current = reading;
        if (current == null) {
            begin(nowNanos);
            return Set.of();
        }
        if (!current.isDone()) {
            return Set.of();
        }
        reading = null;
        try {
            return ready(current.get());
        } catch (ExecutionException e) {
            failed(e.getCause() == null ? e : e.getCause(), nowNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Set.of();
    }

    /// Whether all partitions of this edge are executed, and if not, why.
    Health health() {
        return health;
    }

    /// Partitions that wait, for metrics.
    int waiting() {
        return unread;
    }

    private void begin(long nowNanos) {
        if (waiting.isEmpty() || nowNanos - dueNanos < 0) {
            return;
        }
        asked.clear();
        asked.addAll(waiting);
        Set<Integer> results = asked.stream().map(this::results).collect(Collectors.toSet());
        reading = CompletableFuture.supplyAsync(() -> reader.apply(results), threads);
    }

    private Set<TopicPartition> ready(Map<Integer, List<ApiResult>> tails) {
        failures = 0;
        Set<TopicPartition> ready = Set.copyOf(asked);
        ready.forEach(
                partition -> known.begin(partition.partition(), tails.getOrDefault(results(partition), List.of())));
        waiting.removeAll(ready);
        executing.addAll(ready);
        asked.clear();
        tell("");
        LOGGER.atInfo().addKeyValue("partitions", ready).log("executing api commands");
        return ready;
    }

    private void failed(Throwable failure, long nowNanos) {
        failures++;
        long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(20, failures - 1));
        dueNanos = nowNanos + ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
        tell(", failed " + failures + " times: " + failure);
        LOGGER.atWarn()
                .addKeyValue("partitions", waiting)
                .addKeyValue("attempt", failures)
                .addKeyValue("error", failure.toString())
                .log("newest api results cannot be read, their commands wait");
    }

    private void tell(String why) {
        unread = waiting.size();
        health = waiting.isEmpty()
                ? Health.up("executing " + executing.size() + " partitions")
                : Health.down("earlier results of " + waiting.size() + " partitions are not read yet" + why);
    }

    private int results(TopicPartition partition) {
        return partition.partition() % resultPartitions;
    }
}

package io.millrace.faults.matrix;

import io.millrace.cluster.Cluster;
import io.millrace.cluster.ManagedProcess;
import io.millrace.faults.check.Anomaly;
import io.millrace.faults.check.Attempt;
import io.millrace.faults.check.Entry;
import io.millrace.faults.check.History;
import io.millrace.faults.check.HistoryChecker;
import io.millrace.faults.check.Outcome;
import io.millrace.faults.fault.Fault;
import io.millrace.faults.fault.FaultException;
import io.millrace.faults.harness.ChatRun;
import io.millrace.faults.harness.Crowd;
import io.millrace.faults.harness.DeskTables;
import io.millrace.faults.harness.FinalRecord;
import io.millrace.faults.harness.Flights;
import io.millrace.faults.harness.SteadyLoad;
import io.millrace.faults.harness.Waiting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Plays one cell: steady load, inject, hold, heal, steady load, drain, final read, check.
final class CellRun {

    private static final int CLIENTS = 30;
    private static final int ROOMS = 10;
    private static final int ROOMS_EACH = 2;
    private static final Duration STEADY = Duration.ofSeconds(4);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration FLOWING_WITHIN = Duration.ofSeconds(30);
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(60);

    /// Slower than this is waiting, not work; a busy machine of two cores has its moments.
    private static final Duration USUAL = Duration.ofSeconds(1);

    /// What moderation tells a sender.
    private static final int REJECTED = 400;

    private static final long MEBIBYTE = 1L << 20;

    /// Twice the heap that each JVM has here.
    private static final long MEMORY_LIMIT = 512 * MEBIBYTE;

    /// What a minority that is away must not hold up: a small part of what is sent meanwhile.
    private static final int PROGRESS = 100;

    private final Cell cell;
    private final Cluster cluster;
    private final Matrix.Options options;
    private final List<String> failures = new ArrayList<>();

    CellRun(Cell cell, Cluster cluster, Matrix.Options options) {
        this.cell = cell;
        this.cluster = cluster;
        this.options = options;
    }

    /// @param number of the cell in this cluster, for names that no other cell has
    CellResult play(int number, RandomGenerator random, Path folder) {
        try (EdgeProxies proxies = cell.isProxied() ? EdgeProxies.before(cluster) : EdgeProxies.none()) {
            Fault fault = cell.make().apply(new Stage(cluster, proxies.proxies(), random, folder));
            Optional<String> unavailable = fault.unavailable();
            if (unavailable.isPresent()) {
                return CellResult.skipped(cell, fault.name(), unavailable.get());
            }
            try {
                fault.prepare();
                return play(number, fault, proxies.addresses(cluster));
            } finally {
                fault.release();
            }
        }
    }

    private CellResult play(int number, Fault fault, List<URI> edges) {
        String prefix =
                "chat:" + number + '-' + cell.fault() + '-' + cell.component().label() + '-';
        try (ChatRun run = new ChatRun(new Crowd(edges, prefix, CLIENTS, ROOMS, ROOMS_EACH));
                MemoryWatch memory = MemoryWatch.start(cluster);
                SteadyLoad load = SteadyLoad.start(run, options.perSecond())) {
            Waiting.pass(STEADY);
            Moments moments = disturb(fault, run);
            if (!load.drain(DRAINED_WITHIN)) {
                failures.add(run.uncertain() + " publications have no certain outcome " + DRAINED_WITHIN.toSeconds()
                        + " s after the load has stopped");
            }
            History history = history(run, prefix);
            List<Anomaly> anomalies = HistoryChecker.check(history);
            forbiddenAreRefused(history);
            desksHaveEverything(history, prefix);
            memoryIsBounded(memory.most());
            return new CellResult(
                    cell.name(),
                    fault.name(),
                    counts(run, history),
                    recovery(run, moments),
                    anomalies,
                    List.copyOf(failures),
                    memory.most(),
                    Optional.empty());
        }
    }

    private record Moments(long injected, long healed, long ended) {}

    private Moments disturb(Fault fault, ChatRun run) {
        int before = run.accepted();
        long injected = System.nanoTime();
        attempt(fault::inject);
        Waiting.pass(cell.held());
        // With slack there is no telling what the machine does beside this.
        boolean progresses = options.slack() > 1 || run.accepted() - before >= PROGRESS;
        if (cell.judged() == Cell.Judged.FROM_INJECTION && !progresses) {
            failures.add("only " + (run.accepted() - before) + " publications were accepted while it lasted");
        }
        long healed = System.nanoTime();
        attempt(fault::heal);
        for (ManagedProcess process : cluster.all()) {
            if (!Waiting.until(() -> isReady(process), READY_WITHIN)) {
                failures.add(process.name() + " is not ready " + READY_WITHIN.toSeconds() + " s after healing");
            }
        }
        Duration within = FLOWING_WITHIN.multipliedBy(options.slack());
        if (!Waiting.until(() -> flows(run), within)) {
            failures.add("some rooms still wait " + within.toSeconds() + " s after everything was ready");
        }
        return new Moments(injected, healed, System.nanoTime());
    }

    /// What a fault cannot do, or finds not done, breaks its cell and not the run.
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (FaultException e) {
            failures.add(String.valueOf(e.getMessage()));
        }
    }

    /// Whether what was sent in two seconds, one second ago, has arrived as usual.
    private static boolean flows(ChatRun run) {
        Waiting.pass(LOOK_EVERY);
        long to = System.nanoTime() - USUAL.toNanos();
        return Flights.isFlowing(run.flights().all(), to - 2 * USUAL.toNanos(), to, USUAL);
    }

    /// A process that has ended by itself, because others took its place, is started again as an operator's
    /// supervisor does.
    private static boolean isReady(ManagedProcess process) {
        process.start();
        return process.isReady();
    }

    private History history(ChatRun run, String prefix) {
        FinalRecord record = new FinalRecord(cluster.bootstrapServers(), cluster.registryUrl(), cluster.jdbcUrl());
        List<Entry> topic = record.topic(prefix, run.accepted(), DRAINED_WITHIN);
        // What is missing then is told by the checker, place by place.
        var _ = run.awaitDeliveries(FinalRecord.tops(topic), DRAINED_WITHIN);
        List<Entry> table = record.table(prefix, FinalRecord.publications(topic), DRAINED_WITHIN);
        return new History(run.attempts(), run.observations(), topic, table);
    }

    private void forbiddenAreRefused(History history) {
        long accepted = history.attempts().stream()
                .filter(attempt -> SteadyLoad.isForbidden(attempt.id()))
                .filter(attempt -> attempt.outcome() instanceof Outcome.Accepted)
                .count();
        if (accepted > 0) {
            failures.add(accepted + " publications were accepted although they are forbidden");
        }
    }

    /// Once each: more rows than messages would be items that are there twice.
    private void desksHaveEverything(History history, String prefix) {
        if (cell.component() != Component.DESK) {
            return;
        }
        int accepted = 0;
        int refused = 0;
        for (Attempt attempt : history.attempts()) {
            accepted += attempt.outcome() instanceof Outcome.Accepted ? 1 : 0;
            refused += attempt.outcome() instanceof Outcome.Refused(int code) && code == REJECTED ? 1 : 0;
        }
        DeskTables expected = new DeskTables(accepted, refused);
        DeskTables found = DeskTables.await(cluster.jdbcUrl(), prefix, expected, DRAINED_WITHIN);
        if (!found.equals(expected)) {
            failures.add("the desks have " + found + ", not " + expected);
        }
    }

    private void memoryIsBounded(Map<String, Long> most) {
        most.forEach((process, bytes) -> {
            if (bytes > MEMORY_LIMIT) {
                failures.add(process + " held " + bytes / MEBIBYTE + " MiB, more than " + MEMORY_LIMIT / MEBIBYTE);
            }
        });
    }

    private static CellResult.Counts counts(ChatRun run, History history) {
        Map<Class<?>, Long> outcomes = history.attempts().stream()
                .map(Attempt::outcome)
                .collect(Collectors.groupingBy(Outcome::getClass, Collectors.counting()));
        return new CellResult.Counts(
                history.attempts().size(),
                outcomes.getOrDefault(Outcome.Accepted.class, 0L),
                outcomes.getOrDefault(Outcome.Unknown.class, 0L),
                outcomes.getOrDefault(Outcome.Refused.class, 0L),
                run.delivered(),
                run.restarts());
    }

    private CellResult.Recovery recovery(ChatRun run, Moments moments) {
        List<Flights.Done> flights = run.flights().all();
        // What was under way when it happened counts too.
        long from = moments.injected - USUAL.toNanos();
        Duration target = cell.component().target().multipliedBy(options.slack());
        return switch (cell.judged()) {
            case FROM_INJECTION ->
                new CellResult.Recovery(
                        Flights.longestWait(flights, from, moments.healed, moments.injected),
                        Flights.longestWait(flights, moments.healed, moments.ended, moments.healed),
                        target);
            case FROM_HEALING ->
                new CellResult.Recovery(
                        Flights.longestWait(flights, from, moments.ended, moments.healed), Duration.ZERO, target);
        };
    }
}

package io.millrace.load.crew;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.record.Counter;
import io.millrace.load.record.Second;
import io.millrace.load.record.Snapshot;
import io.millrace.load.scenario.Connection;
import io.millrace.load.scenario.Encoding;
import io.millrace.load.scenario.Phase;
import io.millrace.load.scenario.Phases;
import io.millrace.load.scenario.Scenario;
import io.millrace.load.scenario.Tokens;
import io.millrace.load.scenario.Traffic;
import io.millrace.load.scenario.Workload;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LeaderTest {

    private final List<String> log = new ArrayList<>();
    private final Leader.Watcher watcher = new Leader.Watcher() {
        @Override
        public void begins(Phase phase) {
            log.add("begins " + phase);
        }

        @Override
        public void passed(Phase phase, Second second) {
            log.add(phase + " second " + second.at() + " open " + second.open());
        }
    };

    @Test
    void phasesBeginWhenTheLastWorkerIsReady() throws InterruptedException {
        Leader leader = new Leader(scenario(Duration.ZERO), watcher);
        leader.add(new Obedient(0, leader.events()));
        leader.add(new Obedient(1, leader.events()));
        leader.events().accept(new Event.Ready(0, Phase.CONNECT));
        leader.events().accept(new Event.Ready(1, Phase.CONNECT));

        Leader.Outcome outcome = leader.lead();

        assertThat(outcome).isInstanceOf(Leader.Outcome.Ended.class);
        assertThat(log)
                .containsExactly(
                        "0 goes CONNECT",
                        "1 goes CONNECT",
                        "0 goes LOAD",
                        "1 goes LOAD",
                        "0 goes DRAIN",
                        "1 goes DRAIN",
                        "0 goes CLOSE",
                        "1 goes CLOSE",
                        "0 closed",
                        "1 closed");
        assertThat(((Leader.Outcome.Ended) outcome).snapshot().count(Counter.SENT))
                .isEqualTo(3);
    }

    @Test
    void secondsOfAllWorkersAreShownOnceAddedUp() throws InterruptedException {
        Leader leader = new Leader(scenario(Duration.ZERO), watcher);
        leader.add(new Quiet());
        leader.add(new Quiet());
        leader.events().accept(new Event.Passed(0, new Second(7, Map.of(), 3, 0, Map.of())));
        leader.events().accept(new Event.Passed(1, new Second(8, Map.of(), 4, 0, Map.of())));
        leader.events().accept(new Event.Passed(1, new Second(7, Map.of(), 5, 0, Map.of())));
        leader.events().accept(new Event.Finished(0, Snapshot.EMPTY));
        leader.events().accept(new Event.Finished(1, Snapshot.EMPTY));

        Leader.Outcome.Ended ended = (Leader.Outcome.Ended) leader.lead();

        assertThat(ended.snapshot().seconds()).extracting(Second::at).containsExactly(7L, 8L);
        assertThat(ended.snapshot().seconds()).extracting(Second::open).containsExactly(8L, 4L);
    }

    @Test
    void workerThatFailsEndsTheRunAndTheOthers() throws InterruptedException {
        Leader leader = new Leader(scenario(Duration.ZERO), watcher);
        leader.add(new Quiet());
        leader.add(new Quiet());
        leader.events().accept(new Event.Failed(1, "process 2 of 2 ended by itself"));

        assertThat(leader.lead()).isEqualTo(new Leader.Outcome.Failed("process 2 of 2 ended by itself"));
        assertThat(log).containsExactly("closed", "closed");
    }

    @Test
    void whoStopsGetsWhatThereIs() throws InterruptedException {
        Leader leader = new Leader(scenario(Duration.ZERO), watcher);
        leader.add(new Obedient(0, leader.events()));
        leader.stop();

        assertThat(leader.lead()).isInstanceOfSatisfying(Leader.Outcome.Ended.class, ended -> {
            assertThat(ended.stopped()).isTrue();
            assertThat(ended.snapshot().count(Counter.SENT)).isEqualTo(1);
        });
        assertThat(log).containsExactly("0 stops", "0 closed");
    }

    @Test
    void closingWaitsForWhatIsMissingButNotForEver() throws InterruptedException {
        Leader leader = new Leader(scenario(Duration.ofMillis(300)), watcher);
        leader.add(new Obedient(0, leader.events()));
        leader.events().accept(new Event.Passed(0, new Second(1, Map.of(Counter.EXPECTED, 1L), 0, 0, Map.of())));
        leader.events().accept(new Event.Ready(0, Phase.CONNECT));
        long began = System.nanoTime();

        Leader.Outcome outcome = leader.lead();

        assertThat(outcome).isInstanceOf(Leader.Outcome.Ended.class);
        assertThat(System.nanoTime() - began).isGreaterThan(300_000_000L);
    }

    @Test
    void closingDoesNotWaitWhenNothingIsMissing() throws InterruptedException {
        Leader leader = new Leader(scenario(Duration.ofMinutes(30)), watcher);
        leader.add(new Obedient(0, leader.events()));
        leader.events()
                .accept(new Event.Passed(
                        0,
                        new Second(
                                1,
                                Map.of(Counter.EXPECTED, 5L, Counter.DELIVERED, 3L, Counter.SKIPPED, 2L),
                                0,
                                0,
                                Map.of())));
        leader.events().accept(new Event.Ready(0, Phase.CONNECT));

        assertThat(leader.lead()).isInstanceOf(Leader.Outcome.Ended.class);
    }

    private static Scenario scenario(Duration drain) {
        return new Scenario(
                "test",
                1,
                "chat:",
                new Connection(List.of(URI.create("ws://h")), Encoding.JSON, List.of(), 1, 1, new Tokens.None()),
                new Phases(Duration.ZERO, Duration.ofSeconds(1), drain),
                new Workload.Chat(new Traffic(1, 1, 1, 1, 100), 0));
    }

    /// Does nothing.
    private final class Quiet implements Worker {

        @Override
        public void go(Phase phase, long startNanos) {}

        @Override
        public void stop() {}

        @Override
        public void close() {
            log.add("closed");
        }
    }

    /// Is ready for the next phase as soon as one has begun; worker n has sent n + 1.
    private final class Obedient implements Worker {

        private final int number;
        private final Consumer<Event> events;

        Obedient(int number, Consumer<Event> events) {
            this.number = number;
            this.events = events;
        }

        @Override
        public void go(Phase phase, long startNanos) {
            log.removeIf(line -> line.startsWith("begins"));
            log.add(number + " goes " + phase);
            switch (phase) {
                case CONNECT -> events.accept(new Event.Ready(number, Phase.LOAD));
                case LOAD -> events.accept(new Event.Ready(number, Phase.DRAIN));
                case DRAIN -> events.accept(new Event.Ready(number, Phase.CLOSE));
                case CLOSE -> finish();
            }
        }

        @Override
        public void stop() {
            log.add(number + " stops");
            finish();
        }

        @Override
        public void close() {
            log.removeIf(line -> line.contains("second"));
            log.add(number + " closed");
        }

        private void finish() {
            events.accept(new Event.Finished(
                    number, new Snapshot(Map.of(Counter.SENT, number + 1L), Map.of(), Map.of(), Map.of(), List.of())));
        }
    }
}

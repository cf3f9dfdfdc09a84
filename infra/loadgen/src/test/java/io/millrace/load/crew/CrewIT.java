package io.millrace.load.crew;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.load.record.Counter;
import io.millrace.load.record.Second;
import io.millrace.load.record.Snapshot;
import io.millrace.load.record.Timing;
import io.millrace.load.scenario.Phase;
import io.millrace.load.scenario.Scenario;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrewIT {

    @TempDir
    private Path folder;

    private final CountDownLatch loaded = new CountDownLatch(1);
    private final Leader.Watcher watcher = new Leader.Watcher() {
        @Override
        public void begins(Phase phase) {
            if (phase == Phase.LOAD) {
                loaded.countDown();
            }
        }

        @Override
        public void passed(Phase phase, Second second) {}
    };

    @Test
    void severalProcessesMeasureWhatOneWould() throws Exception {
        Path history = folder.resolve("history.jsonl");
        Snapshot one = ended(crew(1, null), "work").snapshot();
        Snapshot three = ended(crew(3, history), "work").snapshot();

        assertThat(three.counts()).isEqualTo(one.counts());
        assertThat(three.closed()).isEqualTo(one.closed());
        assertThat(three.timings()).isEqualTo(one.timings());
        assertThat(three.count(Counter.OPENED)).isEqualTo(15);
        assertThat(three.count(Counter.SENT)).isEqualTo(250);
        assertThat(three.count(Counter.EXPECTED)).isEqualTo(750);
        assertThat(three.count(Counter.DELIVERED)).isEqualTo(750);
        assertThat(three.timing(Timing.DELIVERY).getTotalCount()).isEqualTo(600);
        assertThat(three.seconds().stream()
                        .mapToLong(second -> second.count(Counter.SENT))
                        .sum())
                .isEqualTo(250);
        assertThat(Files.readAllLines(history)).hasSize(3);
        assertThat(folder).isDirectoryNotContaining("glob:**.part-*");
    }

    @Test
    void processThatDiesEndsTheRun() throws Exception {
        Leader.Outcome outcome = crew(3, null).run(new Rehearsal(), job -> command(job, "die"));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Leader.Outcome.Failed.class,
                        failed -> assertThat(failed.why())
                                .matches("process 2 of 3 \\(pid \\d+\\) ended by itself with exit code 7"));
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void runThatIsStoppedEndsInOrderEverywhere() throws Exception {
        Crew crew = crew(2, null);
        Thread.ofVirtual().start(() -> {
            try {
                loaded.await();
                crew.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        Leader.Outcome.Ended ended = ended(crew, "work");

        assertThat(ended.stopped()).isTrue();
        assertThat(ended.snapshot().count(Counter.OPENED)).isEqualTo(15);
        assertThat(ended.snapshot().count(Counter.CLOSED)).isEqualTo(15);
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    private Leader.Outcome.Ended ended(Crew crew, String what) throws InterruptedException {
        Leader.Outcome outcome = crew.run(new Rehearsal(), job -> command(job, what));
        assertThat(outcome).isInstanceOf(Leader.Outcome.Ended.class);
        return (Leader.Outcome.Ended) outcome;
    }

    private Crew crew(int processes, @Nullable Path history) throws IOException {
        return new Crew(Scenario.read(scenario()), "r", processes, history, watcher);
    }

    private Path scenario() throws IOException {
        return Files.writeString(folder.resolve("chat.yaml"), """
                chat: {rooms: 5, members: 3, senders: 50%, rate: 100}
                phases: {ramp: 1s, steady: 2s, drain: 5s}
                """);
    }

    private List<String> command(Job job, String what) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RehearsalChild.class.getName()));
        command.add(folder.resolve("chat.yaml").toString());
        command.add(Integer.toString(job.part().index()));
        command.add(Integer.toString(job.part().count()));
        command.add(job.history() == null ? "-" : job.history().toString());
        command.add(what);
        return command;
    }
}

package io.millrace.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SupervisedProcessIT {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final List<Process> started = new CopyOnWriteArrayList<>();

    @Test
    void processThatDiesIsStartedAgainUntilItIsClosed() throws InterruptedException {
        try (SupervisedProcess supervised = new SupervisedProcess("sleeper", () -> start("sleep", "600"), PAUSE)) {
            for (int i = 1; i <= 3; i++) {
                awaitStarts(i);
                started.getLast().destroyForcibly().waitFor();
            }
            awaitStarts(4);
            assertThat(supervised.isAlive()).isTrue();
        }

        assertThat(started).hasSize(4).noneMatch(Process::isAlive);
    }

    @Test
    void processThatCannotBeStartedIsTriedAgain() {
        int[] attempts = {0};
        try (SupervisedProcess supervised = new SupervisedProcess(
                "late",
                () -> {
                    if (++attempts[0] < 3) {
                        throw new IOException("not there yet");
                    }
                    return start("sleep", "600");
                },
                PAUSE)) {
            awaitStarts(1);
            Await.until(supervised::isAlive, Await.DEADLINE, "the process to run");
        }

        assertThat(started.getFirst().isAlive()).isFalse();
    }

    private Process start(String... command) throws IOException {
        Process process = new ProcessBuilder(command).start();
        started.add(process);
        return process;
    }

    private void awaitStarts(int count) {
        Await.until(() -> started.size() == count, Await.DEADLINE, count + " starts");
    }
}

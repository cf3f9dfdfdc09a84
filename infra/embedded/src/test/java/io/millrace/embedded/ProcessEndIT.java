package io.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessEndIT {

    @Test
    void processWhoseExitCodeNobodyCollectsHasEnded() throws Exception {
        // The shell becomes a program that never collects the exit code of the child it left.
        Process careless = new ProcessBuilder("sh", "-c", "sleep 0.2 & exec sleep 60").start();
        try {
            ProcessHandle child = awaitChild(careless);

            assertThat(ProcessEnd.await(child, Duration.ofSeconds(20))).isTrue();
            assertThat(child.isAlive()).as("it keeps its number").isTrue();
        } finally {
            careless.destroyForcibly().waitFor();
        }
    }

    @Test
    void processThatGoesOnIsWaitedForUntilTheDeadline() throws Exception {
        Process patient = new ProcessBuilder("sleep", "60").start();
        try {
            assertThat(ProcessEnd.await(patient.toHandle(), Duration.ofMillis(50)))
                    .isFalse();

            patient.destroy();

            assertThat(ProcessEnd.await(patient.toHandle(), Duration.ofSeconds(20)))
                    .isTrue();
        } finally {
            patient.destroyForcibly().waitFor();
        }
    }

    private static ProcessHandle awaitChild(Process parent) {
        while (true) {
            var child = parent.children().findFirst();
            if (child.isPresent()) {
                return child.get();
            }
            Thread.onSpinWait();
        }
    }
}

package io.millrace.faults.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A JVM whose wall clock jumps while its monotonic clock does not.
@Timeout(60)
class ClockStepIT {

    @TempDir
    private Path folder;

    @Test
    void wallClockJumpsForwardsAndBack() throws IOException, InterruptedException {
        stepAndBack(Duration.ofSeconds(90), "ahead");
    }

    @Test
    void wallClockJumpsBackwardsAndForthAgain() throws IOException, InterruptedException {
        stepAndBack(Duration.ofSeconds(-90), "behind");
    }

    private void stepAndBack(Duration step, String says) throws IOException, InterruptedException {
        assumeTrue(
                ClockStep.missing().isEmpty(),
                () -> "skipped: " + ClockStep.missing().orElseThrow());
        Path file = folder.resolve("clock");
        Fault fault = new ClockStep("child", file, step);
        try (Child child = new Child(Clock.class, ClockStep.environment(file))) {
            child.await("right");
            fault.inject();
            child.await(says);
            fault.heal();
            child.await("right");
        }
    }
}

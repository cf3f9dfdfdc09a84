package io.millrace.faults.fault;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A JVM whose disk is made slow and broken while it runs.
@Timeout(120)
class FsyncIT {

    @TempDir
    private Path folder;

    private Child child;

    @BeforeEach
    void start() throws IOException {
        child = new Child(Forcer.class, folder.resolve("file").toString());
    }

    @AfterEach
    void stop() {
        child.close();
    }

    @Test
    void forcesAreSlowUntilTheFaultHeals() throws InterruptedException {
        hit(Fsync.slow("child", child::pid, Duration.ofMillis(250)), "slow");
    }

    @Test
    void forcesFailUntilTheFaultHeals() throws InterruptedException {
        hit(Fsync.failing("child", child::pid), "failed");
    }

    private void hit(Fault fault, String says) throws InterruptedException {
        assumeTrue(
                fault.unavailable().isEmpty(),
                () -> "skipped: " + fault.unavailable().orElseThrow());
        child.await("quick");
        try {
            fault.inject();
            child.await(says);
        } finally {
            fault.heal();
        }
        child.await("quick");
    }
}

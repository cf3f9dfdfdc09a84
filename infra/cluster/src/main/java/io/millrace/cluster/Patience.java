package io.millrace.cluster;

import io.millrace.embedded.LogTail;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Waits for a process to become ready, and no longer than it lives.
final class Patience {

    private static final Duration READY_WITHIN = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Patience() {}

    static void awaitReady(ManagedProcess process) {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!process.isReady()) {
            if (!process.isAlive()) {
                throw new ClusterException(
                        process.name() + " has ended while it was awaited" + LogTail.of(process.log()));
            }
            if (System.nanoTime() > deadline) {
                throw new ClusterException(process.name() + " is not ready after " + READY_WITHIN.toSeconds() + " s"
                        + LogTail.of(process.log()));
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new ClusterException("interrupted while " + process.name() + " was awaited");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}

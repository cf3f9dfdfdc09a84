package io.millrace.faults.fault;

import io.millrace.cluster.ClusterException;
import io.millrace.cluster.ManagedProcess;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Stopping parts of a cluster politely and bringing them back.
final class Parts {

    private static final Duration POLITE = Duration.ofSeconds(30);
    private static final long POLL_NANOS = 100_000_000;

    private Parts() {}

    /// @throws FaultException when it does not end when asked
    static void stop(ManagedProcess part) {
        if (!part.stop(POLITE)) {
            throw new FaultException(part.name() + " has not ended within " + POLITE.toSeconds() + " s of being asked");
        }
    }

    /// Replaces it, as a crash would end it, when it does not become ready by itself; does not wait for the
    /// new one.
    static void replaceUnlessReady(ManagedProcess part, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!part.isReady()) {
            if (System.nanoTime() - end >= 0) {
                part.kill();
                part.start();
                return;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /// Brings it back if it does not run, and waits until it is ready.
    static void revive(ManagedProcess part) {
        try {
            if (!part.isAlive()) {
                part.start();
            }
            part.awaitReady();
        } catch (ClusterException e) {
            throw new FaultException(part.name() + " did not come back: " + e.getMessage(), e);
        }
    }
}

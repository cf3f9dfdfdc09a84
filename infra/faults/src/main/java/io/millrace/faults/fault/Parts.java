package io.millrace.faults.fault;

import io.millrace.cluster.ClusterException;
import io.millrace.cluster.ManagedProcess;
import java.time.Duration;

/// Stopping parts of a cluster politely and bringing them back.
final class Parts {

    private static final Duration POLITE = Duration.ofSeconds(30);

    private Parts() {}

    /// @throws FaultException when it does not end when asked
    static void stop(ManagedProcess part) {
        if (!part.stop(POLITE)) {
            throw new FaultException(part.name() + " has not ended within " + POLITE.toSeconds() + " s of being asked");
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

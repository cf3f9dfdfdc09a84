package io.millrace.faults.fault;

import io.millrace.cluster.ManagedProcess;
import java.time.Duration;
import java.util.Optional;

/// A fault after which a supervisor looks at the part and replaces it when it has given up. PostgreSQL, for
/// one, ends itself rather than go on after a failed `fsync`.
///
/// @param fault what goes wrong
/// @param part with what
public record Supervised(Fault fault, ManagedProcess part) implements Fault {

    /// How long the part may take to be ready again by itself.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @Override
    public String name() {
        return fault.name();
    }

    @Override
    public Optional<String> unavailable() {
        return fault.unavailable();
    }

    @Override
    public void prepare() {
        fault.prepare();
    }

    @Override
    public void inject() {
        fault.inject();
    }

    @Override
    public void heal() {
        fault.heal();
        Parts.replaceUnlessReady(part, PATIENCE);
    }

    @Override
    public void release() {
        fault.release();
    }
}

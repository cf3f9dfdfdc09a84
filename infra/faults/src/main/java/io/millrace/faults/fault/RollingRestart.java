package io.millrace.faults.fault;

import io.millrace.cluster.ManagedProcess;
import java.util.List;

/// Restarts parts politely, one after the other; the next one only when the one before is ready, which for a
/// broker means in sync.
public final class RollingRestart implements Fault {

    private final String name;
    private final List<ManagedProcess> parts;

    /// @param name of the fault
    /// @param parts in their order
    public RollingRestart(String name, List<ManagedProcess> parts) {
        this.name = name;
        this.parts = List.copyOf(parts);
    }

    @Override
    public String name() {
        return name;
    }

    /// Restarts them all.
    @Override
    public void inject() {
        for (ManagedProcess part : parts) {
            Parts.stop(part);
            Parts.revive(part);
        }
    }

    /// Only a restart that failed half-way leaves something to do.
    @Override
    public void heal() {
        parts.forEach(Parts::revive);
    }
}

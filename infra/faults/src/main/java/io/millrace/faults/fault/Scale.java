package io.millrace.faults.fault;

import io.millrace.cluster.ManagedProcess;
import java.util.List;

/// More instances come while the system works, and leave again.
public final class Scale implements Fault {

    private final String name;
    private final List<ManagedProcess> extras;
    private final Runnable spread;

    /// @param name of the fault
    /// @param extras instances that are not there before and after
    /// @param spread called when they are ready, to give them something to do
    public Scale(String name, List<ManagedProcess> extras, Runnable spread) {
        this.name = name;
        this.extras = List.copyOf(extras);
        this.spread = spread;
    }

    @Override
    public String name() {
        return name;
    }

    /// Takes the extra instances away.
    @Override
    public void prepare() {
        extras.forEach(Parts::stop);
    }

    /// Brings the extra instances.
    @Override
    public void inject() {
        extras.forEach(Parts::revive);
        spread.run();
    }

    /// Takes them away again, one by one.
    @Override
    public void heal() {
        extras.forEach(Parts::stop);
    }
}

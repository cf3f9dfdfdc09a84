package io.millrace.faults.fault;

import io.millrace.cluster.ManagedProcess;

/// A process stands still (SIGSTOP) and goes on with heal (SIGCONT). The kernel still takes connections for it.
///
/// @param target which
public record Pause(ManagedProcess target) implements Fault {

    @Override
    public String name() {
        return "pause " + target.name();
    }

    @Override
    public void inject() {
        target.pause();
    }

    @Override
    public void heal() {
        target.resume();
    }
}

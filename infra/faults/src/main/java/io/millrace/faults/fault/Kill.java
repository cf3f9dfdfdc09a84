package io.millrace.faults.fault;

import io.millrace.cluster.ManagedProcess;

/// A process dies (SIGKILL) and is started again by heal, which does not wait until it is ready.
///
/// @param target which
public record Kill(ManagedProcess target) implements Fault {

    @Override
    public String name() {
        return "kill " + target.name();
    }

    @Override
    public void inject() {
        target.kill();
    }

    @Override
    public void heal() {
        target.start();
    }
}

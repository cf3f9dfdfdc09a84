package io.millrace.faults.fault;

import java.util.Optional;

/// Something that goes wrong for a while.
///
/// Used by one thread. `inject` is followed by `heal`, also when it failed half-way; `heal` without `inject`
/// and a second `heal` do nothing. Both throw `FaultException` when they could not do what they promise.
public interface Fault {

    /// Short name in lower case with its target, for example `kill processor-0`.
    String name();

    /// Why this machine cannot do it, for example `strace is not installed`; empty when it can.
    default Optional<String> unavailable() {
        return Optional.empty();
    }

    /// Puts in place what the fault needs; before the load starts, since the part it hits may restart.
    default void prepare() {}

    /// Lets it go wrong; returns when it is wrong.
    void inject();

    /// Takes it back; returns when nothing of it is left. What was hit may need time to recover.
    void heal();

    /// Takes back what `prepare` put in place; after the load, since the part it hit may be stopped.
    default void release() {}
}

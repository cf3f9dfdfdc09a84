package io.millrace.load.scenario;

/// Lets a process on to the next phase when every process of the run has got as far.
///
/// Who runs a scenario calls [#pass] once for each phase, in order, from one thread.
public interface Gate {

    /// Says that this process is done with what came before, and waits for the others.
    ///
    /// @param next phase to go on to; [Phase#CLOSE] waits for missing deliveries, at most [Phases#drain()]
    /// @return when the phase starts, a reading of `System.nanoTime()`, the same in all processes of one
    ///     machine;
    ///     may be a little in the future
    /// @throws InterruptedException when the run shall end at once
    long pass(Phase next) throws InterruptedException;

    /// A gate for one process that waits for nothing and drains nothing.
    static Gate open() {
        return _ -> System.nanoTime();
    }
}

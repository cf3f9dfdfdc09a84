package io.millrace.load.crew;

import io.millrace.load.scenario.Phase;

/// Does one part of a run, here or in another process. It tells what happens by events.
interface Worker extends AutoCloseable {

    /// Lets it on to a phase that it is ready for.
    ///
    /// @param startNanos when the phase starts, reading of `System.nanoTime()`
    void go(Phase phase, long startNanos);

    /// Asks it to end soon, in order; `Finished` comes as ever.
    void stop();

    /// Ends it at once; does nothing when it has ended.
    @Override
    void close();
}

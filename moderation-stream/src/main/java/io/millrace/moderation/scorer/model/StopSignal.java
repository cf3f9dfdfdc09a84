package io.millrace.moderation.scorer.model;

import org.jspecify.annotations.Nullable;

/// Tells a run to end early. Given by any thread; the thread of the run says how it is stopped, for as long
/// as that is possible.
public final class StopSignal {

    private boolean given;
    private @Nullable Runnable stopper;

    /// Stops the run, now or as soon as it says how.
    public synchronized void give() {
        given = true;
        if (stopper != null) {
            stopper.run();
        }
    }

    /// Whether the signal was given.
    public synchronized boolean isGiven() {
        return given;
    }

    /// Says how the run is stopped; called at once when the signal was given before.
    public synchronized void stopWith(Runnable how) {
        stopper = how;
        if (given) {
            how.run();
        }
    }

    /// Nothing is left to stop; what [#stopWith] was told is not called any more.
    public synchronized void disarm() {
        stopper = null;
    }
}

package io.millrace.faults.fault;

/// Takes a change of the machine back exactly once: when asked, or else when this JVM ends.
final class Undo {

    private final Runnable action;
    private final Thread hook;
    private boolean done;

    private Undo(Runnable action) {
        this.action = action;
        this.hook = Thread.ofPlatform().name("fault-undo").unstarted(this::runOnce);
    }

    /// Call it before the change, so that a change made half-way is taken back, too.
    static Undo with(Runnable action) {
        Undo undo = new Undo(action);
        Runtime.getRuntime().addShutdownHook(undo.hook);
        return undo;
    }

    void run() {
        runOnce();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook finds nothing left to do.
        }
    }

    private synchronized void runOnce() {
        if (!done) {
            done = true;
            action.run();
        }
    }
}

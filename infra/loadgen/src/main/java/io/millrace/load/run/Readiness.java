package io.millrace.load.run;

import io.millrace.load.socket.SocketEnd;
import org.jspecify.annotations.Nullable;

/// How far the clients have come. Written on the event loop, read by the run.
final class Readiness {

    private final int edges;
    private volatile int ready;
    private volatile int failures;
    private volatile boolean anyConnected;
    private volatile @Nullable String lastFailure;
    private volatile @Nullable String refusal;

    /// @param edges that clients try in turn
    Readiness(int edges) {
        this.edges = edges;
    }

    int ready() {
        return ready;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer.
    void oneMore() {
        ready++;
    }

    void connected() {
        anyConnected = true;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One writer.
    void failed(SocketEnd end) {
        lastFailure = end.why();
        failures++;
    }

    /// Nothing will make this work.
    void refused(String why) {
        refusal = why;
    }

    /// Why it makes no sense to go on, or null: everything was refused, or nothing was there from the
    /// beginning.
    @Nullable
    String hopeless() {
        String refused = refusal;
        return refused == null && !anyConnected && failures >= edges ? lastFailure : refused;
    }

    /// The newest failure, for a run that does not get on.
    String lastFailure() {
        String failure = lastFailure;
        return failure == null ? "no failure was told" : failure;
    }
}

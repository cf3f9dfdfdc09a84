package io.millrace.testkit;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A server of one test that the test takes away and brings back. Not started when it is handed out. Calls that do not
/// fit its state fail, `close` fits every state. Thread-safe.
public final class Restartable<T extends AutoCloseable> implements AutoCloseable {

    private final Supplier<T> launch;
    private @Nullable T running;

    public Restartable(Supplier<T> launch) {
        this.launch = launch;
    }

    /// Starts the server and returns it.
    public synchronized T start() {
        if (running != null) {
            throw new IllegalStateException("the server is running already");
        }
        T server = launch.get();
        running = server;
        return server;
    }

    /// The running server.
    public synchronized T server() {
        if (running == null) {
            throw new IllegalStateException("the server is not running");
        }
        return running;
    }

    /// Stops the server; `start` brings it back.
    public synchronized void stop() {
        server();
        close();
    }

    @Override
    public synchronized void close() {
        T server = running;
        running = null;
        if (server == null) {
            return;
        }
        try {
            server.close();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}

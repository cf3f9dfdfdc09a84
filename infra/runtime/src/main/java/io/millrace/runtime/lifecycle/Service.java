package io.millrace.runtime.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A running service: launched once, closed once, never restarted.
public interface Service extends AutoCloseable {

    /// Completes exceptionally when the service cannot go on by itself; never completes otherwise.
    CompletableFuture<Void> failure();

    /// Drains and stops; idempotent, bounded in time.
    @Override
    void close();

    /// How long closing may take at the end of the process, more than zero; then the process ends anyway.
    default Duration shutdownTimeout() {
        return Duration.ofSeconds(30);
    }
}

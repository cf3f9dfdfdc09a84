package io.millrace.runtime.lifecycle;

import java.util.concurrent.CompletableFuture;

/// A running service: launched once, closed once, never restarted.
public interface Service extends AutoCloseable {

    /// Completes exceptionally when the service cannot go on by itself; never completes otherwise.
    CompletableFuture<Void> failure();

    /// Drains and stops; idempotent, bounded in time.
    @Override
    void close();
}

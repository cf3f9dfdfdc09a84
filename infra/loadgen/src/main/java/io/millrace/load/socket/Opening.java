package io.millrace.load.socket;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// How far a number of sockets has come. Thread-safe.
final class Opening {

    private final int wanted;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final CompletableFuture<Void> all = new CompletableFuture<>();

    Opening(int wanted) {
        this.wanted = wanted;
    }

    void opened() {
        if (open.incrementAndGet() == wanted) {
            all.complete(null);
        }
    }

    void ended(SocketEnd end) {
        ended.incrementAndGet();
        all.completeExceptionally(new SocketException(end.why()));
    }

    int ended() {
        return ended.get();
    }

    /// Completes when all were open, or fails with the first that ended before.
    CompletableFuture<Void> all() {
        return all;
    }
}

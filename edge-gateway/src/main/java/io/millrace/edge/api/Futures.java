package io.millrace.edge.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Several answers as one.
final class Futures {

    private Futures() {}

    /// Completes with the results of all, in their order.
    static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(_ -> parts.stream().map(CompletableFuture::join).toList());
    }
}

package io.millrace.load.client;

import java.util.concurrent.CompletableFuture;

/// A client's subscription. Confined to the client's event loop, except for the future.
final class Room {

    final String name;
    /// Completes when it is live for the first time.
    final CompletableFuture<Void> first = new CompletableFuture<>();

    String epoch = Position.NONE.epoch();
    long offset = Position.NONE.offset();

    Room(String name) {
        this.name = name;
    }

    Position position() {
        return new Position(epoch, offset);
    }

    void moveTo(Position position) {
        epoch = position.epoch();
        offset = position.offset();
    }
}

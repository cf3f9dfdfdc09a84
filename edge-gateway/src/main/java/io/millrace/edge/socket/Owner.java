package io.millrace.edge.socket;

/// Who answers for a connection that the [Sweeper] watches.
interface Owner {
    /// Helidon: it finds out by itself that its connection broke or that the server stops.
    Owner HELIDON = new Owner() {};

    /// The connection broke.
    default void broken() {}

    /// Whether it has an open WebSocket that must be told that the server stops.
    default boolean isOpen() {
        return false;
    }

    /// The server stops. May block as long as a write may.
    default void goodbye() {}

    /// The server has waited long enough for the end.
    default void giveUp() {}
}

package io.millrace.edge.socket;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/// The step from Helidon's HTTP connection to a WebSocket on a thread of its own.
final class Upgrade implements ServerConnection {
    private final GuardedContext context;
    private final WebSocketConnection connection;
    private final byte[] answer;

    /// @param answer to the handshake
    Upgrade(GuardedContext context, WebSocketConnection connection, byte[] answer) {
        this.context = context;
        this.connection = connection;
        this.answer = answer;
    }

    /// Returns at once when the connection could be taken over, else when it has ended.
    @Override
    public void handle(Limit limit) {
        byte[] early = context.upgrade();
        if (context.takeOver()) {
            connection.start(answer, early);
        } else {
            connection.run(answer, early);
        }
    }

    /// Helidon asks in order to close idle connections. Whether a peer still lives is the protocol's to find
    /// out.
    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    /// Helidon calls this when the server stops.
    @Override
    public void close(boolean interrupt) {
        connection.goodbye();
    }
}

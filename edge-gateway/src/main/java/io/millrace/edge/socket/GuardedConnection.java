package io.millrace.edge.socket;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/// Helidon's HTTP connection until it ends or is taken over.
final class GuardedConnection implements ServerConnection, InterruptableTask<Void> {
    private final ServerConnection http;
    private final GuardedContext context;
    private final Sweeper sweeper;
    private final Duration closeTimeout;
    private final SocketMetrics metrics;

    GuardedConnection(
            ServerConnection http,
            GuardedContext context,
            Sweeper sweeper,
            Duration closeTimeout,
            SocketMetrics metrics) {
        this.http = http;
        this.context = context;
        this.sweeper = sweeper;
        this.closeTimeout = closeTimeout;
        this.metrics = metrics;
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        Link link = context.link();
        try {
            http.handle(limit);
        } finally {
            if (!context.isTakenOver()) {
                link.end(closeTimeout);
                sweeper.forget(link);
            }
            if (link.expiry() == Link.Expiry.REQUEST) {
                metrics.handshakeTimedOut();
            }
        }
    }

    /// Helidon interrupts such a connection as soon as the server stops. An upgraded one gets the grace period
    /// for its closing handshake.
    @Override
    public boolean canInterrupt() {
        return !context.isUpgraded() && http instanceof InterruptableTask<?> task && task.canInterrupt();
    }

    @Override
    public Duration idleTime() {
        return http.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        http.close(interrupt);
    }
}

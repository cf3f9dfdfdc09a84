package io.millrace.runtime.lifecycle;

import io.millrace.runtime.health.Health;
import io.millrace.runtime.health.HealthChecks;
import io.millrace.runtime.health.OpsServer;
import io.millrace.runtime.metrics.Meters;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/// A service whose parts are opened in two steps. What listens is there when `launch` returns, so that health
/// requests are answered from the first moment; a thread of its own opens the rest and waits for broker,
/// registry and database as long as it takes: [#ready] tells for which. Closing ends the wait and closes all
/// parts, newest first. Thread-safe.
public final class LaunchedService implements Service {

    private final Closer resources;
    private final HealthChecks checks;
    private final int port;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final Startup startup;

    private LaunchedService(String name, Closer resources, HealthChecks checks, Front front) {
        this.resources = resources;
        this.checks = checks;
        this.port = front.port();
        this.startup = Startup.begin(name, checks, front.rest(), failure);
    }

    /// What is there when `launch` returns.
    ///
    /// @param port that is listened on, for health and metrics at least
    /// @param rest opens the parts that have to wait for others, with the patience it is given
    public record Front(int port, Consumer<Patience> rest) {}

    /// Launches a service that listens for health and metrics only.
    ///
    /// @param name of the service, for its meters, threads and log lines
    /// @param parts opens them
    /// @throws IllegalStateException when the port is taken
    public static LaunchedService launch(String name, OpsServer.Address ops, BiConsumer<Launch, Patience> parts) {
        return launch(name, launch -> {
            OpsServer server = launch.add(
                    OpsServer.open(ops, launch.checks(), launch.meters().registry()));
            return new Front(server.port(), patience -> parts.accept(launch, patience));
        });
    }

    /// Launches a service that brings its own listener. When the front cannot be opened, what it had opened is
    /// closed.
    ///
    /// @param name of the service, for its meters, threads and log lines
    /// @param open opens the front
    public static LaunchedService launch(String name, Function<Launch, Front> open) {
        return Closer.opening(resources -> {
            Launch launch = new Launch(resources, Meters.create(name));
            Front front = open.apply(launch);
            return new LaunchedService(name, resources, launch.checks(), front);
        });
    }

    /// Whether every part works that the service cannot do without, or the first reason why not.
    public Health ready() {
        return checks.ready();
    }

    /// The port that is listened on.
    public int port() {
        return port;
    }

    @Override
    public CompletableFuture<Void> failure() {
        return failure;
    }

    @Override
    public void close() {
        startup.close();
        resources.close();
    }
}

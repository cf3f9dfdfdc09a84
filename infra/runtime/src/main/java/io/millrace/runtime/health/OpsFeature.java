package io.millrace.runtime.health;

import io.helidon.metrics.api.MeterRegistry;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import io.helidon.webserver.spi.ServerFeature;
import org.jspecify.annotations.Nullable;

/// The operators' routes: `/health/live`, `/health/ready`, `/health/started` (JSON) and `/metrics`
/// (Prometheus text).
public final class OpsFeature {

    private OpsFeature() {}

    /// A feature to add to a Helidon server.
    public static ServerFeature of(HealthChecks checks, MeterRegistry meters) {
        return ObserveFeature.builder()
                .observersDiscoverServices(false)
                .addObserver(HealthObserver.builder()
                        .endpoint("/health")
                        .details(true)
                        .useSystemServices(false)
                        .addHealthChecks(checks.helidon())
                        .build())
                .addObserver(MetricsObserver.builder()
                        .endpoint("/metrics")
                        .meterRegistry(meters)
                        .build())
                .build();
    }

    /// Starts a server and makes sure that it listens: Helidon only logs a listener that could not be bound.
    ///
    /// @throws IllegalStateException when the address is taken or does not exist
    public static void start(WebServer server, String host, int port) {
        @Nullable RuntimeException failure = null;
        try {
            server.start();
        } catch (RuntimeException e) {
            failure = e;
        }
        if (failure != null || !server.isRunning() || server.port() <= 0) {
            server.stop();
            throw new IllegalStateException("cannot listen on " + host + ":" + port + "; is the port taken?", failure);
        }
    }
}

package io.millrace.runtime.health;

import io.helidon.metrics.api.MeterRegistry;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import io.helidon.webserver.spi.ServerFeature;

/// The operators' routes: `/health/live`, `/health/ready`, `/health/started` (JSON) and `/metrics` (Prometheus text).
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
}

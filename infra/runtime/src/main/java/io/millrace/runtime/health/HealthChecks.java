package io.millrace.runtime.health;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/// The checks of one service. Liveness never looks at other systems: a broker outage must not restart every
/// edge. Thread-safe; probes are called by the requests that ask and must answer at once.
public final class HealthChecks {

    private final Map<String, Supplier<Health>> readiness = new ConcurrentSkipListMap<>();
    private final Map<String, Supplier<Health>> details = new ConcurrentSkipListMap<>();
    private volatile boolean started;

    /// Adds or replaces a readiness probe.
    ///
    /// @param name of the dependency, for example `kafka`
    public void readiness(String name, Supplier<Health> probe) {
        readiness.put(name, probe);
    }

    /// Adds or replaces a probe that is shown with the readiness and does not decide it: of a part without
    /// which the service still does its main work.
    ///
    /// @param name of the part
    public void detail(String name, Supplier<Health> probe) {
        details.put(name, probe);
    }

    /// Notes that start-up is complete.
    public void started() {
        started = true;
    }

    /// The first reason not to be ready, by name of the probe; `up` when there is none.
    public Health ready() {
        for (Map.Entry<String, Supplier<Health>> probe : readiness.entrySet()) {
            Health health = call(probe.getValue());
            if (!health.up()) {
                return Health.down(probe.getKey() + ": " + health.detail());
            }
        }
        return started ? Health.up("ready") : Health.down("starting");
    }

    /// One Helidon check for each kind; readiness lists every probe in its details.
    List<HealthCheck> helidon() {
        return List.of(
                check("process", HealthCheckType.LIVENESS, () -> respond(true, Map.of())),
                check("started", HealthCheckType.STARTUP, () -> respond(started, Map.of())),
                check("dependencies", HealthCheckType.READINESS, this::readinessResponse));
    }

    private HealthCheckResponse readinessResponse() {
        Map<String, Health> states = new ConcurrentSkipListMap<>();
        readiness.forEach((name, probe) -> states.put(name, call(probe)));
        states.put("startup", started ? Health.up("complete") : Health.down("not complete"));
        boolean up = states.values().stream().allMatch(Health::up);
        details.forEach((name, probe) -> states.put(name, call(probe)));
        return respond(up, states);
    }

    private static Health call(Supplier<Health> probe) {
        try {
            return probe.get();
        } catch (RuntimeException e) {
            return Health.down("probe failed: " + e.getMessage());
        }
    }

    private static HealthCheckResponse respond(boolean up, Map<String, Health> details) {
        HealthCheckResponse.Builder response = HealthCheckResponse.builder().status(up);
        details.forEach(
                (name, health) -> response.detail(name, (health.up() ? "UP" : "DOWN") + " (" + health.detail() + ')'));
        return response.build();
    }

    private static HealthCheck check(String name, HealthCheckType type, Supplier<HealthCheckResponse> call) {
        return new HealthCheck() {
            @Override
            public HealthCheckType type() {
                return type;
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public HealthCheckResponse call() {
                return call.get();
            }
        };
    }
}

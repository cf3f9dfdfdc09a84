package io.millrace.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckResponse.Status;
import io.helidon.health.HealthCheckType;
import org.junit.jupiter.api.Test;

class HealthChecksTest {

    private final HealthChecks checks = new HealthChecks();

    @Test
    void serviceIsNotReadyBeforeItHasStarted() {
        assertThat(checks.ready()).isEqualTo(Health.down("starting"));

        checks.started();

        assertThat(checks.ready()).isEqualTo(Health.up("ready"));
    }

    @Test
    void firstReasonByNameIsTold() {
        checks.started();
        checks.readiness("registry", () -> Health.down("refused"));
        checks.readiness("kafka", () -> Health.down("no broker"));
        checks.readiness("archive", () -> Health.up("writing"));

        assertThat(checks.ready()).isEqualTo(Health.down("kafka: no broker"));
    }

    @Test
    void probeThatFailsIsDown() {
        checks.started();
        checks.readiness("kafka", () -> {
            throw new IllegalStateException("broken probe");
        });

        assertThat(checks.ready()).isEqualTo(Health.down("kafka: probe failed: broken probe"));
    }

    @Test
    void laterProbeOfTheSameNameReplacesTheEarlier() {
        checks.started();
        checks.readiness("inbox", () -> Health.down("not claimed"));
        checks.readiness("inbox", () -> Health.up("3"));

        assertThat(checks.ready().up()).isTrue();
    }

    @Test
    void livenessNeverLooksAtOtherSystems() {
        checks.readiness("kafka", () -> Health.down("no broker"));

        assertThat(response(HealthCheckType.LIVENESS).status()).isEqualTo(Status.UP);
        assertThat(response(HealthCheckType.READINESS).status()).isEqualTo(Status.DOWN);
        assertThat(response(HealthCheckType.STARTUP).status()).isEqualTo(Status.DOWN);
    }

    @Test
    void readinessListsEveryDependencyByName() {
        checks.started();
        checks.readiness("kafka", () -> Health.up("3 brokers"));
        checks.readiness("registry", () -> Health.down("refused"));

        assertThat(response(HealthCheckType.READINESS).details())
                .containsEntry("kafka", "UP (3 brokers)")
                .containsEntry("registry", "DOWN (refused)")
                .containsEntry("startup", "UP (complete)");
    }

    @Test
    void partThatIsNotDecisiveIsShownAndDoesNotMakeTheServiceUnready() {
        checks.started();
        checks.readiness("inbox", () -> Health.up("3"));
        checks.detail("commands", () -> Health.down("results cannot be read"));

        assertThat(checks.ready().up()).isTrue();
        assertThat(response(HealthCheckType.READINESS).status()).isEqualTo(Status.UP);
        assertThat(response(HealthCheckType.READINESS).details())
                .containsEntry("commands", "DOWN (results cannot be read)");
    }

    private HealthCheckResponse response(HealthCheckType type) {
        return checks.helidon().stream()
                .filter(check -> check.type() == type)
                .map(HealthCheck::call)
                .findFirst()
                .orElseThrow();
    }
}

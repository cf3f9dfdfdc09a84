package io.millrace.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.metrics.Meters;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpsServerIT {

    private static final OpsServer.Address ANY = new OpsServer.Address("127.0.0.1", 0);

    @Test
    void readinessNamesEveryDependency() throws Exception {
        HealthChecks checks = new HealthChecks();
        checks.readiness("kafka", () -> Health.down("no broker"));
        checks.readiness("broken", () -> {
            throw new IllegalStateException("probe");
        });
        try (OpsServer server =
                OpsServer.open(ANY, checks, Meters.create("test").registry())) {
            HttpResponse<String> ready = get(server, "/health/ready");

            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains("kafka", "no broker", "broken", "probe failed");
            assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(server, "/health/started").statusCode()).isEqualTo(503);

            checks.readiness("kafka", () -> Health.up("there"));
            checks.readiness("broken", () -> Health.up("mended"));
            checks.started();

            assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(server, "/health/started").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void metricsAreInPrometheusFormat() throws Exception {
        Meters meters = Meters.create("ops-test");
        meters.counter("test_things", "Things", "kind", "good").increment(3);
        meters.gauge("test_level", "Level", () -> 4.5);
        meters.latency("test_latency", "Latency").record(2, TimeUnit.MILLISECONDS);
        try (OpsServer server = OpsServer.open(ANY, new HealthChecks(), meters.registry())) {
            String text = get(server, "/metrics").body();

            assertThat(text.lines())
                    .anyMatch(line -> line.startsWith("test_things_total{")
                            && line.contains("kind=\"good\"")
                            && line.contains("service=\"ops-test\"")
                            && line.endsWith(" 3.0"))
                    .anyMatch(line -> line.startsWith("test_level{") && line.endsWith(" 4.5"))
                    .anyMatch(line -> line.startsWith("test_latency_seconds_bucket{")
                            && line.contains("le=\"0.003\"")
                            && line.endsWith(" 1.0"));
        }
    }

    @Test
    void takenPortIsNamed() {
        HealthChecks checks = new HealthChecks();
        Meters meters = Meters.create("test");
        try (OpsServer first = OpsServer.open(ANY, checks, meters.registry())) {
            OpsServer.Address taken = new OpsServer.Address("127.0.0.1", first.port());

            assertThatThrownBy(() -> OpsServer.open(taken, checks, meters.registry()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(Integer.toString(first.port()));
        }
    }

    private static HttpResponse<String> get(OpsServer server, String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}

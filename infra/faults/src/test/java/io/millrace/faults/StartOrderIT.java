package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.EmbeddedPostgresServer;
import io.millrace.embedded.RegistryServer;
import io.millrace.faults.ServiceProcess.Readiness;
import io.millrace.faults.harness.ChatRun;
import io.millrace.testkit.Await;
import io.millrace.testkit.Restartable;
import io.millrace.testkit.postgres.PostgresDatabase;
import io.millrace.testkit.registry.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Services may start before what they need.
class StartOrderIT {

    @Test
    void servicesWaitForRegistryAndDatabaseAndSayWhy() {
        Restartable<RegistryServer> registry = SchemaRegistry.restartable();
        Restartable<EmbeddedPostgresServer> postgres = PostgresDatabase.restartableServer("millrace");
        Cluster.Backends backends =
                new Cluster.Backends(registry.start().url(), postgres.start().jdbcUrl("millrace"));
        registry.stop();
        postgres.stop();

        try (Cluster cluster = Cluster.start(1, backends)) {
            for (ServiceProcess service : List.of(cluster.edge(0), cluster.moderation(), cluster.processor())) {
                Await.until(
                        () -> service.readiness().body().contains("registry"),
                        Duration.ofMinutes(1),
                        "readiness that names the registry");
                Readiness readiness = service.readiness();
                assertThat(readiness.status()).isEqualTo(503);
            }

            registry.start();
            Await.until(
                    () -> cluster.processor().readiness().body().contains("archive"),
                    Duration.ofMinutes(1),
                    "readiness that names the archive");
            postgres.start();

            cluster.awaitReady();
            String prefix = "chat:start-";
            try (ChatRun run = new ChatRun(cluster.addresses(), prefix, 2, 1, 1)) {
                run.publish(5).join();

                assertThat(cluster.table(prefix, 10)).hasSize(10);
            }
        }
    }
}

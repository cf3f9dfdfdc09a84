package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cluster.ManagedProcess;
import io.millrace.embedded.RegistryServer;
import io.millrace.faults.harness.ChatRun;
import io.millrace.testkit.Await;
import io.millrace.testkit.Restartable;
import io.millrace.testkit.registry.SchemaRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Services may start before what they need.
class StartOrderIT {

    @Test
    void servicesWaitForRegistryAndDatabaseAndSayWhy() {
        // A registry without a database of its own, so that the two come one after the other.
        Restartable<RegistryServer> registry = SchemaRegistry.restartable();
        String registryUrl = registry.start().url();
        registry.stop();

        try (ChatSystem system = ChatSystem.prepare(1, registryUrl)) {
            List<ManagedProcess> services = List.of(system.edge(0), system.moderation(), system.processor());
            system.cluster().brokers().forEach(ManagedProcess::start);
            services.forEach(ManagedProcess::start);
            for (ManagedProcess service : services) {
                Await.until(
                        () -> ChatSystem.readiness(service).body().contains("registry"),
                        Duration.ofMinutes(1),
                        "readiness that names the registry");
                assertThat(ChatSystem.readiness(service).status()).isEqualTo(503);
            }

            registry.start();
            Await.until(
                    () -> ChatSystem.readiness(system.processor()).body().contains("archive"),
                    Duration.ofMinutes(1),
                    "readiness that names the archive");
            ChatSystem.restart(system.cluster().postgres());

            services.forEach(ManagedProcess::awaitReady);
            String prefix = "chat:start-";
            try (ChatRun run = new ChatRun(system.addresses(), prefix, 2, 1, 1)) {
                run.publish(5).join();

                assertThat(system.table(prefix, 10)).hasSize(10);
            }
        }
    }
}

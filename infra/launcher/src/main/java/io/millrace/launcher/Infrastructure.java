package io.millrace.launcher;

import io.millrace.embedded.EmbeddedKafka;
import io.millrace.embedded.EmbeddedPostgresServer;
import io.millrace.embedded.KafkaSettings;
import io.millrace.embedded.PostgresSettings;
import io.millrace.embedded.RegistryServer;
import io.millrace.embedded.RegistrySettings;
import io.millrace.embedded.RegistryStorage;
import io.millrace.runtime.lifecycle.Closer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/// Kafka in this process, PostgreSQL and the schema registry as its children.
final class Infrastructure implements AutoCloseable {

    private static final String DATABASE = "millrace";
    private static final String REGISTRY_DATABASE = "registry";

    private final Closer resources;
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgresServer postgres;
    private final RegistryServer registry;

    private Infrastructure(
            Closer resources, EmbeddedKafka kafka, EmbeddedPostgresServer postgres, RegistryServer registry) {
        this.resources = resources;
        this.kafka = kafka;
        this.postgres = postgres;
        this.registry = registry;
    }

    /// Starts Kafka beside PostgreSQL, and the registry on PostgreSQL.
    static Infrastructure launch(StackFolder folder, Progress progress) {
        progress.step("starting Kafka, PostgreSQL and the schema registry");
        Closer resources = new Closer();
        CompletableFuture<EmbeddedKafka> kafka = async(() -> {
            KafkaPort port = new KafkaPort(folder.kafkaPort());
            EmbeddedKafka node =
                    EmbeddedKafka.launch(KafkaSettings.in(folder.kafka()).withPort(port.choose()));
            resources.add(node);
            port.keep(node.port());
            progress.step("Kafka is ready on " + node.bootstrapServers());
            return node;
        });
        CompletableFuture<EmbeddedPostgresServer> postgres = async(() -> {
            EmbeddedPostgresServer server = EmbeddedPostgresServer.launch(postgresSettings(folder));
            resources.add(server);
            progress.step("PostgreSQL is ready on port " + server.port());
            return server;
        });
        CompletableFuture<RegistryServer> registry = postgres.thenApplyAsync(
                server -> {
                    RegistryServer started = RegistryServer.launch(RegistrySettings.stored(
                                    folder.registry(), RegistryStorage.Postgres.in(server, REGISTRY_DATABASE))
                            .withPort(Addresses.preferred(Addresses.REGISTRY)));
                    resources.add(started);
                    progress.step("schema registry is ready on port " + started.port());
                    return started;
                },
                task -> Thread.startVirtualThread(task));
        try {
            CompletableFuture.allOf(kafka, registry).join();
            return new Infrastructure(resources, kafka.join(), postgres.join(), registry.join());
        } catch (CompletionException e) {
            RuntimeException cause = e.getCause() instanceof RuntimeException known ? known : e;
            // The one that did not fail may still be starting; it must not outlive this.
            awaitQuietly(kafka);
            awaitQuietly(registry);
            resources.closeBecauseOf(cause);
            throw cause;
        }
    }

    /// Where the services find all this, by configuration key.
    Map<String, String> addresses() {
        return Map.of(
                "kafka.bootstrap-servers", kafka.bootstrapServers(),
                "registry.url", registry.url(),
                "database.url", postgres.jdbcUrl(DATABASE),
                "database.user", DATABASE,
                "database.password", DATABASE);
    }

    /// Completes exceptionally when one of them has failed.
    CompletableFuture<Void> failure() {
        CompletableFuture<Void> failure = new CompletableFuture<>();
        for (CompletableFuture<? extends RuntimeException> part :
                List.of(kafka.failure(), postgres.failure(), registry.failure())) {
            var _ = part.thenAccept(failure::completeExceptionally);
        }
        return failure;
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    String registryUrl() {
        return registry.url();
    }

    String jdbcUrl() {
        return postgres.jdbcUrl(DATABASE);
    }

    @Override
    public void close() {
        resources.close();
    }

    private static PostgresSettings postgresSettings(StackFolder folder) {
        PostgresSettings settings = folder.ephemeral()
                ? PostgresSettings.ephemeral(folder.postgres())
                : PostgresSettings.durable(folder.postgres());
        return settings.withPort(Addresses.preferred(Addresses.POSTGRES)).withDatabases(DATABASE, REGISTRY_DATABASE);
    }

    private static <T> CompletableFuture<T> async(Supplier<T> start) {
        return CompletableFuture.supplyAsync(start, task -> Thread.startVirtualThread(task));
    }

    private static void awaitQuietly(CompletableFuture<?> part) {
        try {
            part.join();
        } catch (CompletionException e) {
            // Told by whoever failed first.
        }
    }
}

package io.millrace.cluster;

import io.millrace.embedded.EmbeddedPostgresServer;
import io.millrace.embedded.Ports;
import io.millrace.embedded.PostgresSettings;
import io.millrace.embedded.RegistryServer;
import io.millrace.embedded.RegistrySettings;
import io.millrace.embedded.RegistryStorage;
import java.nio.file.Path;

/// PostgreSQL, and the schema registry that keeps its schemas there: ids of schemas outlive a crash of the
/// registry.
final class Backends {

    private static final String DATABASE = "millrace";
    private static final String REGISTRY_DATABASE = "registry";

    private final int postgresPort = Ports.free();
    private final int registryPort = Ports.free();
    private final ManagedProcess postgres;
    private final ManagedProcess registry;

    Backends(Path folder) {
        PostgresSettings database = PostgresSettings.durable(folder.resolve("postgres"))
                .withPort(postgresPort)
                .withDatabases(DATABASE, REGISTRY_DATABASE);
        postgres = new ServerProcess<>(
                "postgres",
                postgresPort,
                database.folder().resolve("postgres.log"),
                () -> EmbeddedPostgresServer.launch(database),
                EmbeddedPostgresServer::process,
                () -> Probes.answersSql(jdbcUrl()));
        RegistrySettings schemas = RegistrySettings.stored(
                        folder.resolve("registry"),
                        new RegistryStorage.Postgres(jdbcUrl(REGISTRY_DATABASE), REGISTRY_DATABASE, REGISTRY_DATABASE))
                .withPort(registryPort);
        registry = new ServerProcess<>(
                "registry",
                registryPort,
                schemas.folder().resolve("registry.log"),
                () -> RegistryServer.launch(schemas),
                RegistryServer::process,
                () -> Probes.answersOk(registryUrl() + "/system/info"));
    }

    ManagedProcess postgres() {
        return postgres;
    }

    ManagedProcess registry() {
        return registry;
    }

    String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    String registryUrl() {
        return "http://127.0.0.1:" + registryPort + "/apis/registry/v3";
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + postgresPort + "/" + database + "?user=" + database;
    }
}

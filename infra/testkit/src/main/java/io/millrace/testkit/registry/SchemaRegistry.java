package io.millrace.testkit.registry;

import io.millrace.embedded.Ports;
import io.millrace.embedded.RegistryServer;
import io.millrace.embedded.RegistrySettings;
import io.millrace.embedded.RegistryStorage;
import io.millrace.testkit.Restartable;
import io.millrace.testkit.TestRun;
import io.millrace.testkit.postgres.PostgresDatabase;

/// The schema registry of this test JVM. Started by the first test that asks for it, closed with the JVM; its schemas
/// are in memory. Thread-safe.
public final class SchemaRegistry {

    private final RegistryServer server;

    private SchemaRegistry(RegistryServer server) {
        this.server = server;
    }

    /// The registry that all tests of this JVM share.
    public static SchemaRegistry shared() {
        return Shared.REGISTRY;
    }

    /// A registry of the test's own, not started yet, that keeps its port and its schemas from one start to the next.
    public static Restartable<RegistryServer> restartable() {
        PostgresDatabase database = PostgresDatabase.create();
        RegistrySettings settings = RegistrySettings.stored(
                        TestRun.newFolder("registry"),
                        new RegistryStorage.Postgres(database.jdbcUrl(), database.name(), database.name()))
                .withPort(Ports.free());
        return TestRun.closeAtEnd(new Restartable<>(() -> RegistryServer.launch(settings)));
    }

    /// The base URL for `apicurio.registry.url`.
    public String url() {
        return server.url();
    }

    private static final class Shared {
        private static final SchemaRegistry REGISTRY = new SchemaRegistry(
                TestRun.closeAtEnd(RegistryServer.launch(RegistrySettings.inMemory(TestRun.newFolder("registry")))));
    }
}

package io.millrace.faults;

import io.millrace.embedded.Ports;
import io.millrace.testkit.TestRun;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.postgres.PostgresDatabase;
import io.millrace.testkit.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A whole system: broker, database and registry of this test run, and each service as a process.
final class Cluster implements AutoCloseable {

    private final KafkaBroker broker = KafkaBroker.shared();
    private final Backends backends;
    private final ServiceProcess moderation;
    private final ServiceProcess processor;
    private final List<ServiceProcess> edges;

    /// What the services are told, besides the broker.
    ///
    /// @param registryUrl of the schema registry, running or not
    /// @param jdbcUrl of the archive's database, running or not
    record Backends(String registryUrl, String jdbcUrl) {

        /// Registry and a fresh database of this test run.
        static Backends shared() {
            return new Backends(
                    SchemaRegistry.shared().url(), PostgresDatabase.create().jdbcUrl());
        }
    }

    private Cluster(int edgeCount, Backends backends) {
        this.backends = backends;
        Path folder = TestRun.newFolder("cluster");
        Path config = folder.resolve("millrace.yaml");
        write(config);
        moderation = service("moderation-stream", "moderation-stream", "MODERATION_OPS", config, folder);
        processor = service("message-processor", "message-processor", "PROCESSOR_OPS", config, folder);
        edges = IntStream.range(0, edgeCount)
                .mapToObj(edge -> service("edge-" + edge, "edge-gateway", "EDGE_HTTP", config, folder))
                .toList();
    }

    /// Starts everything and waits until it is ready.
    static Cluster launch(int edges, Backends backends) {
        Cluster cluster = start(edges, backends);
        try {
            cluster.awaitReady();
            return cluster;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /// Starts everything and does not wait.
    static Cluster start(int edges, Backends backends) {
        Cluster cluster = new Cluster(edges, backends);
        cluster.services().forEach(ServiceProcess::start);
        return cluster;
    }

    void awaitReady() {
        services().forEach(ServiceProcess::awaitReady);
    }

    ServiceProcess moderation() {
        return moderation;
    }

    ServiceProcess processor() {
        return processor;
    }

    ServiceProcess edge(int index) {
        return edges.get(index);
    }

    /// WebSocket addresses of all edges.
    List<URI> addresses() {
        return edges.stream()
                .map(edge -> URI.create("ws://127.0.0.1:" + edge.port() + "/connection/websocket"))
                .toList();
    }

    KafkaBroker broker() {
        return broker;
    }

    Backends backends() {
        return backends;
    }

    @Override
    public void close() {
        services().parallel().forEach(ServiceProcess::close);
    }

    private Stream<ServiceProcess> services() {
        return Stream.concat(Stream.of(moderation, processor), edges.stream());
    }

    private static ServiceProcess service(String name, String module, String prefix, Path config, Path folder) {
        int port = Ports.free();
        return new ServiceProcess(
                name, module, port, config, Map.of("MILLRACE_" + prefix + "_PORT", Integer.toString(port)), folder);
    }

    private void write(Path config) {
        String yaml = """
                kafka:
                  bootstrap-servers: %s
                  session-timeout: 1500ms
                  standbys: 0
                  state-directory: %s
                registry:
                  url: %s
                database:
                  url: %s
                edge:
                  drain: 200ms
                  limits:
                    recovery: 10000
                  auth:
                    anonymous: true
                namespaces:
                  chat:
                    subscribe: anyone
                    publish: anyone
                    history-size: 5000
                    presence: true
                """.formatted(
                broker.bootstrapServers(), TestRun.newFolder("streams"), backends.registryUrl(), backends.jdbcUrl());
        try {
            Files.writeString(config, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("the configuration cannot be written", e);
        }
    }
}

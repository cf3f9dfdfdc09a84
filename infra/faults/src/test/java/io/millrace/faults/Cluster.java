package io.millrace.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.Ports;
import io.millrace.faults.check.Entry;
import io.millrace.faults.harness.ChatRun;
import io.millrace.faults.harness.FinalRecord;
import io.millrace.testkit.TestRun;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.postgres.PostgresDatabase;
import io.millrace.testkit.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A whole system: broker, database and registry of this test run, and each service as a process.
final class Cluster implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

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

    /// The committed events of the rooms with a prefix, once there are as many as expected.
    List<Entry> topic(String prefix, int atLeast) {
        List<Entry> topic = record().topic(prefix, atLeast, DEADLINE);
        assertThat(topic).as("committed events").hasSizeGreaterThanOrEqualTo(atLeast);
        return topic;
    }

    /// The archived rows of the rooms with a prefix, once there are as many as expected.
    List<Entry> table(String prefix, int atLeast) {
        return record().table(prefix, atLeast, DEADLINE);
    }

    /// Waits until every client has seen what the topic holds.
    static void awaitDeliveries(ChatRun run, List<Entry> topic) {
        assertThat(run.awaitDeliveries(FinalRecord.tops(topic), DEADLINE))
                .as("every client has seen the end of its rooms")
                .isTrue();
    }

    private FinalRecord record() {
        return new FinalRecord(broker.bootstrapServers(), backends.registryUrl(), backends.jdbcUrl());
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

package io.millrace.embedded;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Kafka nodes that form one cluster, each broker and controller at once and run by [KafkaNodeMain] in a JVM
/// of its own.
///
/// With three nodes or more every topic has three copies by default and takes writes while two of them are in
/// sync. A node that died is noticed, and its partitions have another leader, within a few seconds. Nodes are
/// numbered from 1.
///
/// @param folder in which each node has a folder of its own, `broker-1` and so on
/// @param ports of the nodes for clients and for each other
/// @param controllerPorts of the nodes' controllers, as many
/// @param overrides broker properties by Kafka's names; they win over what is set here
public record KafkaNodes(
        Path folder, List<Integer> ports, List<Integer> controllerPorts, Map<String, String> overrides) {

    /// Sixteen bytes in base64, as Kafka wants it; the nodes of one folder have to agree.
    private static final String CLUSTER_ID = "bWlsbHJhY2UtY2x1c3Rlcg";

    private static final int COPIES = 3;

    public KafkaNodes {
        folder = folder.toAbsolutePath().normalize();
        ports = List.copyOf(ports);
        controllerPorts = List.copyOf(controllerPorts);
        overrides = Map.copyOf(overrides);
        if (ports.isEmpty() || ports.size() != controllerPorts.size()) {
            throw new IllegalArgumentException("each node needs a port and a controller port: " + ports.size() + " and "
                    + controllerPorts.size() + " were given");
        }
    }

    /// Host and port of every node, for `bootstrap.servers`.
    public String bootstrapServers() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    /// Formats a node's folder at its first use and writes its configuration anew.
    ///
    /// @return the file that [KafkaNodeMain] is to be given
    /// @throws EmbeddedServerException when the folder cannot be written
    public Path prepare(int node) {
        Path file = folder(node).resolve("server.properties");
        try {
            Files.createDirectories(dataDirectory(node));
            KafkaFormat.format(dataDirectory(node), node, CLUSTER_ID);
            try (Writer writer = Files.newBufferedWriter(file)) {
                properties(node).store(writer, null);
            }
            return file;
        } catch (IOException failure) {
            throw new EmbeddedServerException(
                    "Kafka cannot write to the folder " + folder(node) + ": " + failure, failure);
        } catch (Exception failure) {
            throw new EmbeddedServerException(
                    "The folder " + dataDirectory(node) + " cannot be formatted for Kafka: " + failure, failure);
        }
    }

    /// Where a node keeps its partitions.
    public Path dataDirectory(int node) {
        return folder(node).resolve("data");
    }

    Properties properties(int node) {
        Map<String, String> all = new HashMap<>(KafkaSettings.localDefaults());
        all.putAll(identity(node));
        if (ports.size() >= COPIES) {
            all.putAll(REPLICATED);
        }
        all.putAll(overrides);
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }

    private Path folder(int node) {
        return folder.resolve("broker-" + node);
    }

    private Map<String, String> identity(int node) {
        String broker = "PLAINTEXT://127.0.0.1:" + ports.get(node - 1);
        String controller = KafkaFormat.CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPorts.get(node - 1);
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", Integer.toString(node)),
                Map.entry("controller.quorum.voters", voters()),
                Map.entry("listeners", broker + "," + controller),
                Map.entry("advertised.listeners", broker),
                Map.entry("controller.listener.names", KafkaFormat.CONTROLLER_LISTENER),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry(
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT," + KafkaFormat.CONTROLLER_LISTENER + ":PLAINTEXT"),
                Map.entry("log.dirs", dataDirectory(node).toString()));
    }

    private String voters() {
        return IntStream.range(0, controllerPorts.size())
                .mapToObj(index -> (index + 1) + "@127.0.0.1:" + controllerPorts.get(index))
                .collect(Collectors.joining(","));
    }

    /// Three copies of everything, and a death that is noticed soon: by followers of the controller after 1.5
    /// s, by the controller after the broker's session, by a leader that waits for a silent follower after 2 s.
    private static final Map<String, String> REPLICATED = Map.ofEntries(
            Map.entry("default.replication.factor", "3"),
            Map.entry("min.insync.replicas", "2"),
            Map.entry("offsets.topic.replication.factor", "3"),
            Map.entry("transaction.state.log.replication.factor", "3"),
            Map.entry("transaction.state.log.min.isr", "2"),
            Map.entry("share.coordinator.state.topic.replication.factor", "3"),
            Map.entry("share.coordinator.state.topic.min.isr", "2"),
            Map.entry("controller.quorum.fetch.timeout.ms", "1500"),
            Map.entry("controller.quorum.election.timeout.ms", "500"),
            Map.entry("controller.quorum.election.backoff.max.ms", "300"),
            Map.entry("controller.quorum.request.timeout.ms", "1000"),
            Map.entry("broker.session.timeout.ms", "2000"),
            Map.entry("socket.connection.setup.timeout.ms", "1500"),
            Map.entry("socket.connection.setup.timeout.max.ms", "6000"),
            Map.entry("replica.lag.time.max.ms", "2000"));
}

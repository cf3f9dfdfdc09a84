package io.millrace.cluster;

import io.millrace.embedded.KafkaNodeMain;
import io.millrace.embedded.KafkaNodes;
import io.millrace.embedded.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;

/// The Kafka nodes, and what the cluster says of each.
final class Brokers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final KafkaNodes nodes;
    private final Admin admin;
    private final List<ManagedProcess> processes;

    private Brokers(KafkaNodes nodes, ClusterSpec spec, Path folder) {
        this.nodes = nodes;
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                nodes.bootstrapServers(),
                AdminClientConfig.CLIENT_ID_CONFIG,
                "millrace-cluster",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                1_000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis()));
        this.processes = IntStream.rangeClosed(1, nodes.ports().size())
                .mapToObj(node -> process(node, spec, folder))
                .toList();
    }

    /// Chooses ports and prepares the folders; starts nothing.
    static Brokers prepare(ClusterSpec spec, Path folder) {
        int count = spec.size().brokers();
        List<Integer> ports =
                IntStream.range(0, count).mapToObj(_ -> Ports.free()).toList();
        List<Integer> controllers =
                IntStream.range(0, count).mapToObj(_ -> Ports.free()).toList();
        return new Brokers(new KafkaNodes(folder, ports, controllers, spec.brokerSettings()), spec, folder);
    }

    List<ManagedProcess> processes() {
        return processes;
    }

    String bootstrapServers() {
        return nodes.bootstrapServers();
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    private ManagedProcess process(int node, ClusterSpec spec, Path folder) {
        String name = "broker-" + node;
        Path file = nodes.prepare(node);
        List<String> command = new ArrayList<>(JavaCommand.with(spec.javaOptionsOf(name)));
        command.addAll(List.of(
                "-Dlogback.configurationFile=broker-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaNodeMain.class.getName(),
                file.toString()));
        return new JavaProcess(
                name,
                nodes.ports().get(node - 1),
                command,
                spec.environmentOf(name),
                folder.resolve(name).resolve(name + ".log"),
                () -> isInSync(node));
    }

    /// Whether the cluster knows the broker, and no partition waits for its copy.
    private boolean isInSync(int node) {
        try {
            Collection<Node> alive = admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return alive.stream().anyMatch(each -> each.id() == node)
                    && topics().stream()
                            .flatMap(topic -> topic.partitions().stream())
                            .filter(partition -> partition.replicas().stream().anyMatch(each -> each.id() == node))
                            .allMatch(partition -> partition.isr().stream().anyMatch(each -> each.id() == node));
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Collection<TopicDescription> topics() throws ExecutionException, InterruptedException, TimeoutException {
        Collection<String> names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return admin.describeTopics(names)
                .allTopicNames()
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .values();
    }
}

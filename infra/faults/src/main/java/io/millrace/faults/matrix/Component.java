package io.millrace.faults.matrix;

import io.millrace.cluster.Cluster;
import io.millrace.cluster.ManagedProcess;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What a fault hits.
public enum Component {
    /// An edge-gateway: its clients reconnect elsewhere.
    EDGE(5),
    /// A message-processor: its rooms move to the other one.
    PROCESSOR(5),
    /// A moderation-stream: its users move to the other one.
    MODERATION(5),
    /// The process of the larger model: messages that wait for it go on without.
    SCORER(5),
    /// A moderation desk: the other one takes its topics over, and chat does not notice.
    DESK(5),
    /// A Kafka broker, controller at the same time.
    BROKER(10),
    /// Two of three brokers: nothing can be accepted until one has started again.
    MAJORITY(20),
    /// The database of the archive: chat goes on without it.
    POSTGRES(5),
    /// The schema registry: running services go on without it.
    REGISTRY(5),
    /// The network between clients and edges.
    NETWORK(5),
    /// Several of them.
    SYSTEM(10);

    private final int targetSeconds;

    Component(int targetSeconds) {
        this.targetSeconds = targetSeconds;
    }

    /// Longest time until every room works again.
    public Duration target() {
        return Duration.ofSeconds(targetSeconds);
    }

    /// Its name on the command line and in reports.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The processes of a cluster that are this.
    public List<ManagedProcess> in(Cluster cluster) {
        return switch (this) {
            case EDGE -> cluster.edges();
            case PROCESSOR -> cluster.processors();
            case MODERATION -> cluster.moderations();
            case SCORER -> cluster.scorers();
            case DESK -> cluster.desks();
            case BROKER, MAJORITY -> cluster.brokers();
            case POSTGRES -> List.of(cluster.postgres());
            case REGISTRY -> List.of(cluster.registry());
            case NETWORK -> List.of();
            case SYSTEM -> cluster.all();
        };
    }

    /// One of them.
    public ManagedProcess pick(Stage stage) {
        List<ManagedProcess> all = in(stage.cluster());
        return all.get(stage.random().nextInt(all.size()));
    }
}

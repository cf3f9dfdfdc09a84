package io.millrace.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/// How an [EmbeddedKafka] is set up: its folder, its ports and what differs from the settings below. Port 0
/// takes any free one. `overrides` are broker properties by Kafka's names and win over the settings of this
/// record.
public record KafkaSettings(Path dataDirectory, int port, int controllerPort, Map<String, String> overrides) {

    public KafkaSettings {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        requirePort("port", port);
        requirePort("controllerPort", controllerPort);
        overrides = Map.copyOf(overrides);
    }

    /// A node on free ports with its data in the folder.
    public static KafkaSettings in(Path dataDirectory) {
        return new KafkaSettings(dataDirectory, 0, 0, Map.of());
    }

    /// The same node with clients on this port.
    public KafkaSettings withPort(int port) {
        return new KafkaSettings(dataDirectory, port, controllerPort, overrides);
    }

    /// The same node with one broker property set.
    public KafkaSettings with(String property, String value) {
        Map<String, String> more = new HashMap<>(overrides);
        more.put(property, value);
        return new KafkaSettings(dataDirectory, port, controllerPort, more);
    }

    Properties properties(int boundPort, int boundControllerPort) {
        Properties properties = new Properties();
        properties.putAll(identity(boundPort, boundControllerPort));
        properties.putAll(localDefaults());
        properties.putAll(overrides);
        return properties;
    }

    /// What every node on one machine is set to, alone or with others.
    static Map<String, String> localDefaults() {
        Map<String, String> defaults = new HashMap<>(SMALL);
        defaults.putAll(FAST_GROUPS);
        defaults.putAll(FAST_TRANSACTIONS);
        return defaults;
    }

    private Map<String, String> identity(int boundPort, int boundControllerPort) {
        String broker = "PLAINTEXT://127.0.0.1:" + boundPort;
        String controller = "CONTROLLER://127.0.0.1:" + boundControllerPort;
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + boundControllerPort),
                Map.entry("listeners", broker + "," + controller),
                Map.entry("advertised.listeners", broker),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("log.dirs", dataDirectory.toString()));
    }

    /// One node that starts fast and idles small: internal topics have one copy and few partitions, and a
    /// topic exists only because somebody created it with its settings.
    private static final Map<String, String> SMALL = Map.ofEntries(
            Map.entry("auto.create.topics.enable", "false"),
            Map.entry("default.replication.factor", "1"),
            Map.entry("min.insync.replicas", "1"),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"),
            Map.entry("share.coordinator.state.topic.num.partitions", "2"),
            Map.entry("num.network.threads", "2"),
            Map.entry("num.io.threads", "4"),
            Map.entry("log.cleaner.dedupe.buffer.size", "8388608"),
            // A node that was killed is waited for until its session has run out: 9 s by default.
            Map.entry("broker.session.timeout.ms", "2000"),
            Map.entry("broker.heartbeat.interval.ms", "500"));

    /// Group members are noticed, missed and replaced within about a second instead of 3 to 45.
    private static final Map<String, String> FAST_GROUPS = Map.ofEntries(
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "500"),
            Map.entry("group.consumer.min.heartbeat.interval.ms", "100"),
            Map.entry("group.consumer.heartbeat.interval.ms", "500"),
            Map.entry("group.consumer.min.session.timeout.ms", "1000"),
            Map.entry("group.share.min.heartbeat.interval.ms", "100"),
            Map.entry("group.share.heartbeat.interval.ms", "500"),
            Map.entry("group.share.min.session.timeout.ms", "1000"),
            Map.entry("group.streams.initial.rebalance.delay.ms", "0"),
            Map.entry("group.streams.min.heartbeat.interval.ms", "100"),
            Map.entry("group.streams.heartbeat.interval.ms", "500"),
            Map.entry("group.streams.min.session.timeout.ms", "1000"));

    /// A transaction's first write is not held back, and one whose owner died is aborted soon.
    private static final Map<String, String> FAST_TRANSACTIONS = Map.of(
            "add.partitions.to.txn.retry.backoff.ms", "1",
            // A first write that comes before the last commit is complete waits here. Sent back after 100 ms, as by
            // default, it would come after those behind it, which are refused as out of order again and again.
            "add.partitions.to.txn.retry.backoff.max.ms", "3000",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "200");

    private static void requirePort(String name, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(name + " must be between 0 and 65535, is " + port);
        }
    }
}

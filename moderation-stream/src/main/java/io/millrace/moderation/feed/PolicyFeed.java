package io.millrace.moderation.feed;

import io.millrace.id.RoomId;
import io.millrace.moderation.document.PolicyDocuments;
import io.millrace.moderation.policy.Policy;
import io.millrace.moderation.policy.PolicySource;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicTable;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.moderation.PolicyRecord;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/// The policies that are published, over the one that is configured. The thread that reads the topic prepares
/// them. Thread-safe.
///
/// A document that cannot be used is ignored with a warning: the last good one of its key applies on. What is
/// known applies on while Kafka is away.
public final class PolicyFeed implements PolicySource, AutoCloseable {

    private static final int MOST_TOLD = 3;

    private final PublishedPolicies policies;
    private final TopicTable<PolicyRecord> table;

    private PolicyFeed(PublishedPolicies policies, TopicTable<PolicyRecord> table) {
        this.policies = policies;
        this.table = table;
    }

    /// Begins to follow the topic, and returns at once.
    ///
    /// @param documents what may be published
    /// @param meters of the service; one feed for each
    public static PolicyFeed open(KafkaSettings kafka, AvroSerdes serdes, PolicyDocuments documents, Meters meters) {
        PublishedPolicies policies = new PublishedPolicies(documents, meters);
        return new PolicyFeed(
                policies,
                TopicTable.open(
                        kafka,
                        Topics.MODERATION_POLICY,
                        serdes.deserializer(Topics.MODERATION_POLICY),
                        (key, _, after) -> policies.changed(key, after),
                        meters));
    }

    /// Waits until everything that was published applies; until then the configuration does alone.
    ///
    /// @throws IllegalStateException when it does not in that time, with the reason
    public void awaitComplete(Duration atMost) {
        table.awaitComplete(atMost);
        policies.loaded();
    }

    /// Whether what is published is known, and which documents are not used.
    public Health health() {
        Health known = table.health();
        return known.up() ? Health.up(policies.summary() + unreadable()) : known;
    }

    private String unreadable() {
        Set<String> keys = table.unreadable();
        return keys.isEmpty()
                ? ""
                : ", " + keys.size() + " cannot be read: "
                        + keys.stream().sorted().limit(MOST_TOLD).collect(Collectors.joining(", "));
    }

    @Override
    public Policy general() {
        return policies.general();
    }

    @Override
    public Policy of(RoomId room) {
        return policies.of(room);
    }

    @Override
    public void close() {
        table.close();
    }
}

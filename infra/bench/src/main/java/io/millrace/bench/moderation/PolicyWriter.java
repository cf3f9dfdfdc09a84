package io.millrace.bench.moderation;

import io.millrace.cluster.Cluster;
import io.millrace.schema.moderation.PolicyRecord;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.topic.Topics;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Publishes policies and lists as any tool may.
final class PolicyWriter implements AutoCloseable {

    private final KafkaProducer<String, PolicyRecord> producer;

    PolicyWriter(Cluster cluster) {
        Serializer<PolicyRecord> values =
                new AvroSerdes(RegistrySettings.at(cluster.registryUrl())).serializer(Topics.MODERATION_POLICY);
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        cluster.bootstrapServers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all"),
                new StringSerializer(),
                values);
    }

    /// Writes one document and returns when the broker has it.
    ///
    /// @param key level or list
    void write(String key, String document) throws Exception {
        PolicyRecord value = PolicyRecord.newBuilder()
                .setVersion(1)
                .setAuthor("bench")
                .setAt(Instant.now())
                .setDocument(document)
                .build();
        var _ = producer.send(new ProducerRecord<>(Topics.MODERATION_POLICY.name(), key, value))
                .get();
    }

    @Override
    public void close() {
        producer.close();
    }
}

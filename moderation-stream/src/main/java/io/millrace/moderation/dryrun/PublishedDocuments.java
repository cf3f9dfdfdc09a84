package io.millrace.moderation.dryrun;

import io.millrace.schema.moderation.PolicyRecord;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistryUnavailableException;
import io.millrace.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the documents that are published now.
final class PublishedDocuments {

    /// Later than any record, and a number of milliseconds.
    private static final Instant FAR = Instant.ofEpochMilli(Long.MAX_VALUE);

    private static final Logger LOGGER = LoggerFactory.getLogger(PublishedDocuments.class);

    private PublishedDocuments() {}

    /// The newest document of each key.
    ///
    /// @param consumer reads by bytes; stays open
    static Map<String, String> read(Consumer<byte[], byte[]> consumer, AvroSerdes serdes) {
        Map<String, String> documents = new TreeMap<>();
        try (Deserializer<PolicyRecord> values = serdes.deserializer(Topics.MODERATION_POLICY)) {
            PastRecords records = new PastRecords(consumer, Topics.MODERATION_POLICY.name(), Instant.EPOCH, FAR);
            Optional<ConsumerRecord<byte[], byte[]>> next = records.next();
            while (next.isPresent()) {
                take(next.get(), values, documents);
                next = records.next();
            }
        }
        return documents;
    }

    private static void take(
            ConsumerRecord<byte[], byte[]> record, Deserializer<PolicyRecord> values, Map<String, String> documents) {
        if (record.key() == null) {
            return;
        }
        String key = new String(record.key(), StandardCharsets.UTF_8);
        try {
            PolicyRecord value = record.value() == null ? null : values.deserialize(record.topic(), record.value());
            if (value == null) {
                documents.remove(key);
            } else {
                documents.put(key, value.getDocument());
            }
        } catch (RegistryUnavailableException away) {
            throw away;
        } catch (SerializationException poison) {
            LOGGER.atWarn().addKeyValue("key", key).log("published document cannot be read, the one before it counts");
        }
    }
}

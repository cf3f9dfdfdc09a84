package io.millrace.moderation.dryrun;

import io.millrace.schema.moderation.PolicyRecord;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/// Reads the documents that are published now.
final class PublishedDocuments {

    /// Later than any record, and a number of milliseconds.
    private static final Instant FAR = Instant.ofEpochMilli(Long.MAX_VALUE);

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
                ConsumerRecord<byte[], byte[]> record = next.get();
                String key = new String(record.key(), StandardCharsets.UTF_8);
                if (record.value() == null) {
                    documents.remove(key);
                } else {
                    documents.put(
                            key,
                            values.deserialize(record.topic(), record.value()).getDocument());
                }
                next = records.next();
            }
        }
        return documents;
    }
}

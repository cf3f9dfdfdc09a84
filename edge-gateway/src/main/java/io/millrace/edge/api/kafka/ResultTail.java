package io.millrace.edge.api.kafka;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schema.api.ApiResult;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the newest results of a partition when its commands become this edge's to execute.
final class ResultTail {

    private static final Logger LOGGER = LoggerFactory.getLogger(ResultTail.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KafkaSettings kafka;
    private final AvroSerdes serdes;

    ResultTail(KafkaSettings kafka, AvroSerdes serdes) {
        this.kafka = kafka;
        this.serdes = serdes;
    }

    /// The results that stand at the end of a partition of `api.results`, oldest first.
    ///
    /// @throws RuntimeException when they cannot be read in time
    List<ApiResult> read(int partition) {
        TopicPartition results = new TopicPartition(Topics.API_RESULTS.name(), partition);
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        kafka.consumer("edge-api-results"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                Deserializer<ApiResult> deserializer = serdes.deserializer(Topics.API_RESULTS)) {
            List<TopicPartition> only = List.of(results);
            consumer.assign(only);
            long end = consumer.endOffsets(only, PATIENCE).getOrDefault(results, 0L);
            long begin = consumer.beginningOffsets(only, PATIENCE).getOrDefault(results, 0L);
            consumer.seek(results, Math.max(begin, end - KnownResults.MAX_RESULTS));
            List<ApiResult> tail = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(results, PATIENCE) < end) {
                if (System.nanoTime() - deadline >= 0) {
                    throw new IllegalStateException("results of " + results + " cannot be read in time");
                }
                consumer.poll(POLL).forEach(record -> take(record, deserializer, tail));
            }
            return tail;
        }
    }

    private static void take(
            ConsumerRecord<byte[], byte[]> record, Deserializer<ApiResult> deserializer, List<ApiResult> tail) {
        try {
            ApiResult result = deserializer.deserialize(record.topic(), record.value());
            if (result != null) {
                tail.add(result);
            }
        } catch (RuntimeException e) {
            // No result of ours; the command behind it, if there is one, still has its identity in the rooms.
            LOGGER.atWarn().addKeyValue("offset", record.offset()).log("unreadable result ignored");
        }
    }
}

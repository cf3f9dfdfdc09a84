package io.millrace.edge.api.kafka;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schema.api.ApiResult;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the newest results of partitions whose commands become this edge's to execute.
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

    /// The results that stand at the end of partitions of `api.results`, oldest first.
    ///
    /// @throws RuntimeException when they cannot be read in time
    Map<Integer, List<ApiResult>> read(Set<Integer> partitions) {
        List<TopicPartition> all = partitions.stream()
                .map(partition -> new TopicPartition(Topics.API_RESULTS.name(), partition))
                .toList();
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        kafka.consumer("edge-api-results"), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                Deserializer<ApiResult> deserializer = serdes.deserializer(Topics.API_RESULTS)) {
            consumer.assign(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all, PATIENCE);
            consumer.beginningOffsets(all, PATIENCE)
                    .forEach((partition, begin) -> consumer.seek(
                            partition, Math.max(begin, ends.getOrDefault(partition, 0L) - KnownResults.MAX_RESULTS)));
            Map<Integer, List<ApiResult>> tails = new HashMap<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (ends.entrySet().stream()
                    .anyMatch(end -> consumer.position(end.getKey(), PATIENCE) < end.getValue())) {
                if (System.nanoTime() - deadline >= 0) {
                    throw new IllegalStateException("newest results cannot be read in time");
                }
                consumer.poll(POLL)
                        .forEach(record -> take(
                                record,
                                deserializer,
                                tails.computeIfAbsent(record.partition(), _ -> new ArrayList<>())));
            }
            return tails;
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

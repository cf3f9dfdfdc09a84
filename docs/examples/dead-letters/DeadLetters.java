import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Lists what lies in the dead letters of all topics, or of those that are named: where each record stood, how large it
/// is and what its headers say. Payloads are not printed. Arguments: bootstrap servers, then topics.
public final class DeadLetters {

    private static final String SUFFIX = ".dlq";

    private DeadLetters() {}

    public static void main(String[] args) {
        List<String> topics = List.of(args).subList(1, args.length);
        try (var consumer = new KafkaConsumer<byte[], byte[]>(settings(args[0]))) {
            List<TopicPartition> partitions = consumer.listTopics().entrySet().stream()
                    .filter(topic -> topic.getKey().endsWith(SUFFIX))
                    .filter(topic -> topics.isEmpty() || topics.contains(source(topic.getKey())))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(200)).forEach(DeadLetters::print);
            }
        }
    }

    private static Map<String, Object> settings(String kafka) {
        return Map.of(
                "bootstrap.servers", kafka,
                "isolation.level", "read_committed",
                "enable.auto.commit", false,
                "default.api.timeout.ms", 10_000,
                "key.deserializer", ByteArrayDeserializer.class,
                "value.deserializer", ByteArrayDeserializer.class);
    }

    private static String source(String deadLetters) {
        return deadLetters.substring(0, deadLetters.length() - SUFFIX.length());
    }

    private static void print(ConsumerRecord<byte[], byte[]> letter) {
        System.out.printf(
                "%s  %s %d, %d bytes%n",
                Instant.ofEpochMilli(letter.timestamp()),
                letter.topic(),
                letter.offset(),
                letter.value() == null ? 0 : letter.value().length);
        for (Header header : letter.headers()) {
            System.out.printf("    %s: %s%n", header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
    }
}

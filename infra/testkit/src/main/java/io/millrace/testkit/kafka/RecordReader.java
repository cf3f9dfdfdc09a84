package io.millrace.testkit.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Everything on one topic, from its beginning, in the order of each partition, without a consumer group. Records stay
/// in the reader: an await looks at all that was read so far. Owned by one test thread, which closes it.
public final class RecordReader<V> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final String topic;
    private final Consumer<String, V> consumer;
    private final List<ConsumerRecord<String, V>> read = new ArrayList<>();

    private RecordReader(String topic, Consumer<String, V> consumer) {
        this.topic = topic;
        this.consumer = consumer;
    }

    static <V> RecordReader<V> open(String bootstrapServers, String isolation, String topic, Deserializer<V> values) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", isolation,
                // A fetch that is waiting holds up the reader's close: half a second by default.
                "fetch.max.wait.ms", 20);
        Consumer<String, V> consumer = new KafkaConsumer<>(config, new StringDeserializer(), values);
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return new RecordReader<>(topic, consumer);
    }

    /// Waits until the topic has had at least this many records and returns all that were read, oldest first.
    public List<ConsumerRecord<String, V>> await(int count, Duration deadline) {
        return awaitThat(records -> records.size() >= count, deadline, "at least " + count + " records");
    }

    /// Waits for a record and returns the first that fits.
    public ConsumerRecord<String, V> awaitRecord(
            Predicate<ConsumerRecord<String, V>> wanted, Duration deadline, String description) {
        return awaitThat(records -> records.stream().anyMatch(wanted), deadline, description).stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    /// Waits until the records read so far are as expected and returns them.
    public List<ConsumerRecord<String, V>> awaitThat(
            Predicate<List<ConsumerRecord<String, V>>> expected, Duration deadline, String description) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!expected.test(Collections.unmodifiableList(read))) {
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("Awaited on topic " + topic + " within " + deadline + ": " + description
                        + "; read " + read.size() + " records: " + positions());
            }
            poll();
        }
        return records();
    }

    /// Passes over records that others have left there and that cannot be read.
    private void poll() {
        try {
            consumer.poll(POLL).forEach(read::add);
        } catch (RecordDeserializationException poison) {
            consumer.seek(poison.topicPartition(), poison.offset() + 1);
        }
    }

    /// Reads until the end that the topic has now and returns all that was read: proves what is not there.
    public List<ConsumerRecord<String, V>> toTheEnd(Duration deadline) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        return awaitThat(
                records -> ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()),
                deadline,
                "the end " + ends);
    }

    /// What was read so far, without reading more.
    public List<ConsumerRecord<String, V>> records() {
        return List.copyOf(read);
    }

    private List<String> positions() {
        return read.stream()
                .map(record -> record.partition() + "/" + record.offset() + " " + record.key())
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}

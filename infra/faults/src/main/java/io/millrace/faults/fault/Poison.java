package io.millrace.faults.fault;

import io.millrace.topic.CleanupPolicy;
import io.millrace.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Records that nobody should have written, in every partition of a topic: no key, no value, bytes that are not
/// Avro, Avro cut off, a schema that nobody knows, as much noise as a broker takes, and another room's record
/// under a wrong key. They stay; what reads the topic has to pass over them.
public final class Poison implements Fault {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int GREATEST = 1_000_000;
    private static final byte[] KEY = "poison".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NOT_AVRO = "this is not Avro".getBytes(StandardCharsets.UTF_8);

    private final String bootstrapServers;
    private final Topic<?> topic;

    /// @param topic of the catalogue
    public Poison(String bootstrapServers, Topic<?> topic) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
    }

    @Override
    public String name() {
        return "poison " + topic.name();
    }

    @Override
    public void inject() {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        2 * GREATEST),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (TopicPartition partition : partitions(producer)) {
                poisons(partition).forEach(record -> sent.add(producer.send(record)));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new FaultException("no poison could be written to " + topic.name() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException("interrupted while poison was written", e);
        }
    }

    @Override
    public void heal() {
        // What is written is written.
    }

    private Stream<ProducerRecord<byte[], byte[]>> poisons(TopicPartition partition) {
        byte[] noise = new byte[GREATEST];
        new Random(partition.partition()).nextBytes(noise);
        byte[] original = newest(partition);
        Stream<byte @Nullable []> values = Stream.of(
                null,
                new byte[0],
                NOT_AVRO,
                new byte[] {0, 0x7f, 0x7f, 0x7f, 0x7f, 1, 2, 3},
                Arrays.copyOf(original, Math.min(original.length, 6)),
                noise,
                original);
        // A compacted topic takes no record without a key.
        Stream<ProducerRecord<byte[], byte[]>> keyless = topic.cleanup() == CleanupPolicy.COMPACT
                ? Stream.of()
                : Stream.of(new ProducerRecord<>(topic.name(), partition.partition(), null, NOT_AVRO));
        return Stream.concat(
                keyless, values.map(value -> new ProducerRecord<>(topic.name(), partition.partition(), KEY, value)));
    }

    private List<TopicPartition> partitions(KafkaProducer<byte[], byte[]> producer) {
        return producer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(topic.name(), info.partition()))
                .toList();
    }

    /// Value of the last record with one, or nothing.
    private byte[] newest(TopicPartition partition) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            consumer.seek(partition, Math.max(0, end - 10));
            byte[] newest = new byte[0];
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                newest = record.value() == null ? newest : record.value();
            }
            return newest;
        }
    }
}

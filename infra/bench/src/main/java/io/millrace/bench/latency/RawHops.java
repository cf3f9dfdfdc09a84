package io.millrace.bench.latency;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// The limit: the same number of topics between sender and receiver, with nothing but producers and consumers.
final class RawHops implements AutoCloseable {

    private static final int PARTITIONS = 8;
    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrapServers;
    private final List<String> topics;
    private final KafkaProducer<byte[], byte[]> first;
    private final List<Thread> threads = new ArrayList<>();
    private final int recordBytes;
    private volatile boolean closing;
    private volatile Latencies latencies = new Latencies();

    /// @param hops topics on the way
    /// @param recordBytes size of each record's value
    RawHops(String bootstrapServers, int hops, int recordBytes) throws InterruptedException, ExecutionException {
        this.bootstrapServers = bootstrapServers;
        this.recordBytes = recordBytes;
        this.topics = IntStream.rangeClosed(1, hops)
                .mapToObj(hop -> "bench.raw." + hop + '.' + System.nanoTime())
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(topics.stream()
                            .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        first = producer();
        ThreadFactory hopThreads =
                Thread.ofPlatform().daemon().name("raw-hop-", 0).factory();
        for (int hop = 0; hop < hops; hop++) {
            boolean last = hop == hops - 1;
            String from = topics.get(hop);
            String to = last ? "" : topics.get(hop + 1);
            Thread thread = hopThreads.newThread(() -> relay(from, to));
            thread.start();
            threads.add(thread);
        }
    }

    /// Sends at a rate and waits for what arrives.
    Latencies run(int messages, int rate) {
        Latencies phase = new Latencies();
        latencies = phase;
        OpenLoop.run(messages, rate, (number, scheduled) -> {
            byte[] value = new byte[recordBytes];
            ByteBuffer.wrap(value).putLong(scheduled);
            var _ = first.send(
                    new ProducerRecord<>(topics.getFirst(), number % PARTITIONS, new byte[] {(byte) number}, value));
        });
        Arrivals.await(phase, messages);
        return phase;
    }

    @Override
    public void close() {
        closing = true;
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        first.close(Duration.ofSeconds(2));
    }

    private void relay(String from, String to) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer();
                KafkaProducer<byte[], byte[]> producer = producer()) {
            Consumer<ConsumerRecord<byte[], byte[]>> step = to.isEmpty()
                    ? record -> latencies.record(
                            System.nanoTime() - ByteBuffer.wrap(record.value()).getLong())
                    : record -> {
                        var _ = producer.send(
                                new ProducerRecord<>(to, record.partition(), record.key(), record.value()));
                    };
            consumer.assign(IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(from, partition))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            while (!closing) {
                consumer.poll(POLL).forEach(step);
            }
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("acks", "all");
        settings.put("linger.ms", 0);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}

package io.millrace.processor.topology;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.schema.edge.EdgeStatus;
import io.millrace.serde.RegistryUnavailableException;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads `edge.status` from its beginning and keeps the heartbeats up to date. Has a thread of its own,
/// because heartbeats must not wait for rooms; when reading fails it starts again, and until then no edge is
/// taken for dead.
final class EdgeDirectory implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(EdgeDirectory.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final KafkaSettings kafka;
    private final Deserializer<EdgeStatus> values;
    private final Heartbeats heartbeats;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private EdgeDirectory(KafkaSettings kafka, Deserializer<EdgeStatus> values, Heartbeats heartbeats) {
        this.kafka = kafka;
        this.values = values;
        this.heartbeats = heartbeats;
        this.thread = Threads.start("edge-directory", this::run);
    }

    static EdgeDirectory open(KafkaSettings kafka, Deserializer<EdgeStatus> values, Heartbeats heartbeats) {
        return new EdgeDirectory(kafka, values, heartbeats);
    }

    private void run() {
        while (isOpen()) {
            Map<String, Object> settings = kafka.consumer("message-processor-edges");
            try (Consumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                follow(consumer);
            } catch (RuntimeException failure) {
                heartbeats.isNotCurrent();
                LOGGER.atWarn()
                        .addKeyValue("topic", Topics.EDGE_STATUS.name())
                        .addKeyValue("error", failure.toString())
                        .log("heartbeats cannot be read, trying again");
                pause();
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.EDGE_STATUS.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Duration interval = heartbeats.checkInterval();
        while (isOpen()) {
            // What is written after the end was asked for does not count: heartbeats never stop coming.
            long asked = System.nanoTime();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            do {
                consumer.poll(interval).forEach(this::note);
            } while (isOpen() && !hasReached(consumer, ends));
            heartbeats.isCurrent(asked);
        }
    }

    private static boolean hasReached(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        try {
            EdgeStatus status = values.deserialize(record.topic(), record.headers(), record.value());
            if (status != null) {
                heartbeats.beat(status, System.nanoTime());
            }
        } catch (RuntimeException failure) {
            if (RegistryUnavailableException.caused(failure)) {
                throw failure;
            }
            // Every instance reads every heartbeat at every start, so a bad one gets a log line, not a dead letter.
            LOGGER.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("offset", record.offset())
                    .addKeyValue("error", failure.toString())
                    .log("heartbeat cannot be read, skipped");
        }
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private void pause() {
        try {
            boolean ended = closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            LOGGER.atDebug().addKeyValue("closed", ended).log("pause over");
        } catch (InterruptedException _) {
            closed.countDown();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Threads.join(thread, CLOSE);
    }
}

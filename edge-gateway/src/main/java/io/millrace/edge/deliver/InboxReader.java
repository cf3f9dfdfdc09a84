package io.millrace.edge.deliver;

import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.room.RoomHub;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.DeadLetters;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistryUnavailableException;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads this edge's inbox, uncommitted, from its end at the time of the claim, on a thread of its own.
/// Uncommitted records may come twice but never differently, and whoever gets them drops repeats.
final class InboxReader implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(InboxReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final TopicPartition inbox;
    private final Deliveries deliveries;
    private final RoomHub rooms;
    private final Deserializer<EdgeDelivery> deserializer;
    private final Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> deadLetters;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile long polledNanos = System.nanoTime();

    InboxReader(EdgeAddress own, KafkaSettings kafka, AvroSerdes serdes, Deliveries deliveries, RoomHub rooms) {
        this.inbox =
                new TopicPartition(Topics.EDGE_DELIVERIES.name(), own.inbox().partition());
        this.deliveries = deliveries;
        this.rooms = rooms;
        this.deserializer = serdes.deserializer(Topics.EDGE_DELIVERIES);
        Map<String, Object> settings = kafka.consumer("edge-inbox-" + own.inbox());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        // A position that is gone means lost deliveries; it must not be passed over in silence.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.deadLetters = new KafkaProducer<>(
                kafka.producer("edge-dead-letters"), new ByteArraySerializer(), new ByteArraySerializer());
        this.thread = Threads.start("edge-inbox-reader", this::run);
    }

    /// Completes when the position is fixed: from then on nothing that is delivered is missed.
    CompletableFuture<Void> ready() {
        return ready;
    }

    CompletableFuture<Void> failure() {
        return failure;
    }

    Health health() {
        return System.nanoTime() - polledNanos < SILENT_NANOS
                ? Health.up("reading " + inbox)
                : Health.down("no poll of " + inbox + " for " + SILENT_NANOS / 1_000_000_000 + " s");
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        if (!Threads.join(thread, Duration.ofSeconds(3))) {
            thread.interrupt();
        }
        deadLetters.close(Duration.ofSeconds(2));
        deserializer.close();
    }

    private void run() {
        try (consumer) {
            consumer.assign(List.of(inbox));
            startAtEnd();
            ready.complete(null);
            while (!closing) {
                poll();
            }
        } catch (WakeupException e) {
            // Only close() wakes it up.
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("inbox reader failed");
            ready.completeExceptionally(e);
            failure.completeExceptionally(e);
        }
    }

    private void startAtEnd() {
        consumer.seekToEnd(List.of(inbox));
        // seekToEnd is lazy; asking for the position makes it happen now.
        long position = consumer.position(inbox);
        LOGGER.atInfo()
                .addKeyValue("inbox", inbox)
                .addKeyValue("offset", position)
                .log("reading inbox");
    }

    private void poll() {
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
        } catch (OffsetOutOfRangeException e) {
            LOGGER.atWarn().addKeyValue("inbox", inbox).log("deliveries were lost, every room attaches again");
            startAtEnd();
            rooms.reattachAll(System.nanoTime());
        }
        polledNanos = System.nanoTime();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            EdgeDelivery delivery = deserializer.deserialize(record.topic(), record.headers(), record.value());
            if (delivery != null) {
                deliveries.take(delivery, System.nanoTime());
            }
        } catch (RuntimeException e) {
            if (RegistryUnavailableException.caused(e)) {
                throw e;
            }
            bury(record, e);
        }
    }

    private void bury(ConsumerRecord<byte[], byte[]> record, RuntimeException failure) {
        LOGGER.atWarn()
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("error", failure.toString())
                .log("delivery cannot be read, goes to the dead letters");
        var _ = deadLetters.send(DeadLetters.letter(
                new DeadLetters.Source(record.topic(), record.partition(), record.offset()),
                record.key(),
                record.value(),
                record.headers(),
                "edge-gateway",
                failure));
    }
}

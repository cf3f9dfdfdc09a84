package io.millrace.edge.api.kafka;

import io.millrace.runtime.kafka.DeadLetters;
import io.millrace.runtime.kafka.KafkaSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes commands that cannot be read out of the way. Its producer is opened with the first of them.
/// Thread-safe.
final class CommandGraveyard implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(CommandGraveyard.class);

    private final KafkaSettings kafka;
    private @Nullable Producer<byte[], byte[]> producer;

    CommandGraveyard(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    /// Completes when the dead letter is written.
    CompletableFuture<Void> bury(ConsumerRecord<String, byte[]> record, RuntimeException failure) {
        LOGGER.atWarn()
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("error", failure.toString())
                .log("api command cannot be read, goes to the dead letters");
        CompletableFuture<Void> written = new CompletableFuture<>();
        var letter = DeadLetters.letter(
                new DeadLetters.Source(record.topic(), record.partition(), record.offset()),
                record.key() == null ? null : record.key().getBytes(StandardCharsets.UTF_8),
                record.value(),
                record.headers(),
                "edge-gateway",
                failure);
        var _ = open().send(letter, (metadata, unsent) -> {
            if (unsent == null) {
                written.complete(null);
            } else {
                written.completeExceptionally(unsent);
            }
        });
        return written;
    }

    private synchronized Producer<byte[], byte[]> open() {
        Producer<byte[], byte[]> opened = producer;
        if (opened == null) {
            opened = new KafkaProducer<>(
                    kafka.producer("edge-api-dead-letters"), new ByteArraySerializer(), new ByteArraySerializer());
            producer = opened;
        }
        return opened;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
        }
    }
}

package io.millrace.bench.archive;

import io.millrace.schema.chat.RoomEvent;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.topic.Topics;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Writes a series to `room.events` with the product's own serde, in large batches.
final class EventWriter implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;
    private final Serializer<RoomEvent> serializer;

    EventWriter(String bootstrapServers, String registryUrl) {
        serializer = new AvroSerdes(RegistrySettings.at(registryUrl)).serializer(Topics.ROOM_EVENTS);
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "bench-events",
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        20,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        256 << 10),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /// Writes all events and returns when the broker has them.
    ///
    /// @throws IllegalStateException when one could not be written
    void write(EventSeries series) {
        String topic = Topics.ROOM_EVENTS.name();
        AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
        for (int i = 0; i < series.count(); i++) {
            RoomEvent event = series.event(i);
            var _ = producer.send(
                    new ProducerRecord<>(topic, event.getRoom(), serializer.serialize(topic, event)), (_, cause) -> {
                        if (cause != null) {
                            failure.compareAndSet(null, cause);
                        }
                    });
        }
        producer.flush();
        Exception cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("events could not be written", cause);
        }
    }

    @Override
    public void close() {
        producer.close();
        serializer.close();
    }
}

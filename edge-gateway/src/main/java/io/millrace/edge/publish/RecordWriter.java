package io.millrace.edge.publish;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topic;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Writes records of any topic through one idempotent producer, so that the records of one key keep their
/// order. Thread-safe.
public final class RecordWriter implements RecordSink, EdgeMail, AutoCloseable {

    private static final Duration FLUSH = Duration.ofSeconds(5);

    private final KafkaProducer<String, byte[]> producer;
    private final AvroSerdes serdes;
    private final Map<String, Serializer<? extends SpecificRecord>> serializers = new ConcurrentHashMap<>();

    private RecordWriter(KafkaProducer<String, byte[]> producer, AvroSerdes serdes) {
        this.producer = producer;
        this.serdes = serdes;
    }

    /// Opens a producer; does not wait for the broker.
    public static RecordWriter open(KafkaSettings kafka, AvroSerdes serdes, String clientId) {
        return new RecordWriter(
                new KafkaProducer<>(kafka.producer(clientId), new StringSerializer(), new ByteArraySerializer()),
                serdes);
    }

    @Override
    public <V extends SpecificRecord> void write(Topic<V> topic, String key, V value, Callback done) {
        var _ = producer.send(new ProducerRecord<>(topic.name(), key, encode(topic, value)), done);
    }

    @Override
    public void send(EdgeAddress to, EdgeDelivery delivery, Consumer<@Nullable Exception> done) {
        write(
                Topics.EDGE_DELIVERIES,
                to.inbox().partition(),
                delivery.getRoom(),
                delivery,
                (metadata, failure) -> done.accept(failure));
    }

    /// As the other [#write], into a partition that the key does not decide.
    public <V extends SpecificRecord> void write(Topic<V> topic, int partition, String key, V value, Callback done) {
        var _ = producer.send(new ProducerRecord<>(topic.name(), partition, key, encode(topic, value)), done);
    }

    /// Writes a record and waits until the broker has it.
    ///
    /// @throws KafkaException when it does not within the time
    public <V extends SpecificRecord> void writeAndWait(Topic<V> topic, String key, V value, Duration atMost) {
        try {
            var _ = producer.send(new ProducerRecord<>(topic.name(), key, encode(topic, value)))
                    .get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("not written to " + topic.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while writing to " + topic.name(), e);
        }
    }

    /// Asks registry and broker what they are otherwise asked with the first record of a topic.
    ///
    /// @param value an example, not written
    public <V extends SpecificRecord> void prepare(Topic<V> topic, V value) {
        var _ = encode(topic, value);
        var _ = producer.partitionsFor(topic.name());
    }

    /// Encodes a value; the first one of a topic asks the registry.
    @SuppressWarnings("unchecked") // a topic's serializer is made for the topic's type
    private <V extends SpecificRecord> byte[] encode(Topic<V> topic, V value) {
        Serializer<V> serializer =
                (Serializer<V>) serializers.computeIfAbsent(topic.name(), name -> serdes.serializer(topic));
        return serializer.serialize(topic.name(), value);
    }

    /// Sends what is queued and closes, within some seconds.
    @Override
    public void close() {
        producer.close(FLUSH);
        serializers.values().forEach(Serializer::close);
    }
}

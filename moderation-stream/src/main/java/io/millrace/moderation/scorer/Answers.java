package io.millrace.moderation.scorer;

import io.millrace.runtime.kafka.DeadLetters;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schema.moderation.ModelScores;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes answers and dead letters. Thread-safe.
final class Answers implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Answers.class);
    private static final String COMPONENT = "moderation-scorer";
    private static final long SEND_SECONDS = 40;
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final Producer<byte[], byte[]> producer;
    private final Serializer<ModelScores> serializer;

    Answers(Producer<byte[], byte[]> producer, Serializer<ModelScores> serializer) {
        this.producer = producer;
        this.serializer = serializer;
    }

    static Answers open(KafkaSettings kafka, Serializer<ModelScores> serializer) {
        return new Answers(
                new KafkaProducer<>(
                        kafka.producer("moderation-scores"), new ByteArraySerializer(), new ByteArraySerializer()),
                serializer);
    }

    /// Sends an answer under the key of its request.
    Future<RecordMetadata> send(byte @Nullable [] key, ModelScores scores) {
        String topic = Topics.MODERATION_SCORES.name();
        return producer.send(new ProducerRecord<>(topic, key, serializer.serialize(topic, scores)));
    }

    /// Sends a record that cannot be read out of the way.
    Future<RecordMetadata> bury(ConsumerRecord<byte[], byte[]> record, RuntimeException failure) {
        LOGGER.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("error", failure.getClass().getSimpleName())
                .log("request cannot be read, goes to the dead letters");
        var source = new DeadLetters.Source(record.topic(), record.partition(), record.offset());
        return producer.send(
                DeadLetters.letter(source, record.key(), record.value(), record.headers(), COMPONENT, failure));
    }

    /// Returns when all of them lie safely in their topics.
    ///
    /// @throws KafkaException when one does not; their requests must be read again
    static void await(List<Future<RecordMetadata>> sent) {
        try {
            for (Future<RecordMetadata> one : sent) {
                var _ = one.get(SEND_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("answers cannot be written: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while answers were written", e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE);
        serializer.close();
    }
}

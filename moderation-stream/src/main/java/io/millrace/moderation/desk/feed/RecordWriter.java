package io.millrace.moderation.desk.feed;

import io.millrace.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Writes records and returns when all replicas that must have them do. Thread-safe.
public final class RecordWriter implements AutoCloseable {

    private static final Duration DELIVERY = Duration.ofSeconds(8);

    private final Producer<byte[], byte[]> producer;

    private RecordWriter(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /// Opens it, whether or not Kafka is there.
    public static RecordWriter open(KafkaSettings kafka) {
        Map<String, Object> settings = kafka.producer("moderation-desk");
        // A person waits for it, and what is not written is tried again.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(DELIVERY.toMillis()));
        return new RecordWriter(new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /// Writes a record.
    ///
    /// @throws KafkaException when it may not have been written
    void write(ProducerRecord<byte[], byte[]> record) {
        if (!write(List.of(record)).isEmpty()) {
            throw new KafkaException("a record is larger than Kafka takes");
        }
    }

    /// Writes records in their order.
    ///
    /// @return those that are larger than Kafka takes, now and later; all others were written
    /// @throws KafkaException when one of them may not have been written
    List<ProducerRecord<byte[], byte[]>> write(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        List<ProducerRecord<byte[], byte[]>> tooLarge = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> record : records) {
            sent.add(producer.send(record));
        }
        try {
            for (int i = 0; i < sent.size(); i++) {
                if (!isWritten(sent.get(i))) {
                    tooLarge.add(records.get(i));
                }
            }
            return tooLarge;
        } catch (ExecutionException | TimeoutException failure) {
            throw new KafkaException("records cannot be written: " + failure.getMessage(), failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while records were written", failure);
        }
    }

    /// @return false when it is larger than Kafka takes
    private static boolean isWritten(Future<RecordMetadata> one)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            one.get(2 * DELIVERY.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RecordTooLargeException) {
                return false;
            }
            throw failure;
        }
    }

    @Override
    public void close() {
        producer.close(DELIVERY);
    }
}

package io.millrace.processor.history;

import io.millrace.runtime.kafka.DeadLetters;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts records that cannot be archived aside, and returns when they lie there safely.
final class DeadLetterOffice {

    private static final Logger LOGGER = LoggerFactory.getLogger(DeadLetterOffice.class);
    private static final String COMPONENT = "message-archive";
    private static final long SEND_SECONDS = 30;

    private final Producer<byte[], byte[]> producer;

    DeadLetterOffice(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /// Puts one record aside.
    ///
    /// @throws KafkaException when the dead letters cannot be written; the record must then be read again
    void take(ConsumerRecord<byte[], byte[]> record, Throwable reason) {
        LOGGER.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("error", reason.getClass().getSimpleName())
                .log("event cannot be archived, goes to the dead letters");
        var source = new DeadLetters.Source(record.topic(), record.partition(), record.offset());
        var letter = DeadLetters.letter(source, record.key(), record.value(), record.headers(), COMPONENT, reason);
        try {
            producer.send(letter).get(SEND_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new KafkaException("dead letter cannot be written: " + failure.getMessage(), failure);
        } catch (InterruptedException failure) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while a dead letter was written", failure);
        }
    }
}

package io.millrace.moderation.desk.feed;

import io.millrace.runtime.kafka.DeadLetters;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts records that cannot be kept aside, and returns when they lie there safely.
final class DeadLetterBox {

    private static final Logger LOGGER = LoggerFactory.getLogger(DeadLetterBox.class);
    private static final String COMPONENT = "moderation-desk";

    private final RecordWriter writer;

    DeadLetterBox(RecordWriter writer) {
        this.writer = writer;
    }

    /// Puts one record aside.
    ///
    /// @throws org.apache.kafka.common.KafkaException when the dead letters cannot be written; the record
    ///     must then be read again
    void take(ConsumerRecord<byte[], byte[]> record, Exception reason) {
        LOGGER.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("error", reason.getClass().getSimpleName())
                .log("record cannot be kept, goes to the dead letters");
        var source = new DeadLetters.Source(record.topic(), record.partition(), record.offset());
        writer.write(DeadLetters.letter(source, record.key(), record.value(), record.headers(), COMPONENT, reason));
    }
}

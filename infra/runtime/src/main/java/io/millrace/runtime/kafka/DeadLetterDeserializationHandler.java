package io.millrace.runtime.kafka;

import io.millrace.serde.RegistryUnavailableException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a record that is no valid Avro of its topic to the topic's dead letters and goes on. Made by Kafka Streams.
///
/// A registry that cannot be reached says nothing about the record: then the stream thread fails and is replaced.
public final class DeadLetterDeserializationHandler implements DeserializationExceptionHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(DeadLetterDeserializationHandler.class);

    private String component = "unknown";

    @Override
    public void configure(Map<String, ?> settings) {
        component = String.valueOf(settings.get(DeadLetters.COMPONENT_CONFIG));
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (RegistryUnavailableException.caused(exception)) {
            return Response.fail();
        }
        LOGGER.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("error", exception.getClass().getSimpleName())
                .log("record cannot be read, goes to the dead letters");
        return Response.resume(List.of(DeadLetters.letter(
                new DeadLetters.Source(record.topic(), record.partition(), record.offset()),
                record.key(),
                record.value(),
                record.headers(),
                component,
                exception)));
    }
}

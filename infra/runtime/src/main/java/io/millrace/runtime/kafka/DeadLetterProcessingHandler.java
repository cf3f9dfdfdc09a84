package io.millrace.runtime.kafka;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a record whose processing failed to the dead letters of its topic and goes on. Made by Kafka Streams.
///
/// Sound only because our processors decide before they touch a store. A failure of Kafka itself, of a send for
/// example,
/// comes after the decision and says nothing about the record: then the stream thread fails and is replaced.
public final class DeadLetterProcessingHandler implements ProcessingExceptionHandler {

    private static final Logger LOGGER = LoggerFactory.getLogger(DeadLetterProcessingHandler.class);

    private String component = "unknown";

    @Override
    public void configure(Map<String, ?> settings) {
        component = String.valueOf(settings.get(DeadLetters.COMPONENT_CONFIG));
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        if (exception instanceof KafkaException) {
            return Response.fail();
        }
        LOGGER.atError()
                .addKeyValue("topic", context.topic())
                .addKeyValue("partition", context.partition())
                .addKeyValue("offset", context.offset())
                .setCause(exception)
                .log("record cannot be processed, goes to the dead letters");
        return Response.resume(List.of(DeadLetters.letter(
                new DeadLetters.Source(context.topic(), context.partition(), context.offset()),
                context.sourceRawKey(),
                context.sourceRawValue(),
                context.headers(),
                component,
                exception)));
    }
}

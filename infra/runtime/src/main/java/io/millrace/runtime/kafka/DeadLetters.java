package io.millrace.runtime.kafka;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/// Makes the record that takes a poison record out of its partition's way: key and value as they came in, and headers
/// that say what happened (`millrace.dlq.` + `reason`, `component`, `stack-digest`, `topic`, `partition`, `offset`).
///
/// The reason is the exception's type and message of our own code; payloads never reach a header.
public final class DeadLetters {

    /// Streams setting: name of the component in the headers.
    static final String COMPONENT_CONFIG = "millrace.dlq.component";

    private static final String PREFIX = "millrace.dlq.";
    private static final int MAX_REASON = 500;

    private DeadLetters() {}

    /// Where a record stood.
    ///
    /// @param topic it was read from
    public record Source(String topic, int partition, long offset) {}

    /// The dead letter of a record.
    ///
    /// @param source where the record stood
    /// @param headers of the record
    /// @param component that gave up on it
    /// @param failure why
    public static ProducerRecord<byte[], byte[]> letter(
            Source source,
            byte @Nullable [] key,
            byte @Nullable [] value,
            @Nullable Headers headers,
            String component,
            Throwable failure) {
        Headers all = headers == null ? new RecordHeaders() : new RecordHeaders(headers);
        put(all, "reason", reason(failure));
        put(all, "component", component);
        put(all, "stack-digest", stackDigest(failure));
        put(all, "topic", source.topic());
        put(all, "partition", Integer.toString(source.partition()));
        put(all, "offset", Long.toString(source.offset()));
        return new ProducerRecord<>(source.topic() + ".dlq", null, null, key, value, all);
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(PREFIX + name);
        headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String reason(Throwable failure) {
        String text = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return text.length() <= MAX_REASON ? text : text.substring(0, MAX_REASON);
    }

    /// Equal failures have equal digests, so that an operator can count kinds.
    private static String stackDigest(Throwable failure) {
        StringBuilder frames = new StringBuilder(failure.getClass().getName());
        for (StackTraceElement frame : failure.getStackTrace()) {
            frames.append('\n').append(frame.getClassName()).append('.').append(frame.getMethodName());
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(frames.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

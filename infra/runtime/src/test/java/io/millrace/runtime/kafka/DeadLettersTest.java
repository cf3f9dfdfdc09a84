package io.millrace.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private static final byte[] KEY = {1};
    private static final byte[] VALUE = {2};

    @Test
    void letterHasTheRecordAsItCameAndSaysWhy() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", new byte[] {3});

        ProducerRecord<byte[], byte[]> letter = DeadLetters.letter(
                new DeadLetters.Source("room.events", 4, 5),
                KEY,
                VALUE,
                headers,
                "archive",
                new IllegalStateException("no such thing"));

        assertThat(letter.topic()).isEqualTo("room.events.dlq");
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isEqualTo(VALUE);
        assertThat(header(letter, "reason")).isEqualTo("IllegalStateException: no such thing");
        assertThat(header(letter, "component")).isEqualTo("archive");
        assertThat(header(letter, "topic")).isEqualTo("room.events");
        assertThat(header(letter, "partition")).isEqualTo("4");
        assertThat(header(letter, "offset")).isEqualTo("5");
        assertThat(header(letter, "stack-digest")).hasSize(16);
        assertThat(letter.headers().lastHeader("traceparent")).isNotNull();
    }

    @Test
    void longReasonIsCut() {
        ProducerRecord<byte[], byte[]> letter = DeadLetters.letter(
                new DeadLetters.Source("t", 0, 0), null, null, null, "c", new RuntimeException("x".repeat(9_000)));

        assertThat(header(letter, "reason")).hasSize(500);
    }

    private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader("millrace.dlq." + name).value(), StandardCharsets.UTF_8);
    }
}

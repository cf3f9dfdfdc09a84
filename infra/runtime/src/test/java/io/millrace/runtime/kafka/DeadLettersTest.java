package io.millrace.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private static final DeadLetters.Source SOURCE = new DeadLetters.Source("room.commands", 3, 17);
    private static final byte[] KEY = {1};
    private static final byte[] VALUE = {0, 2, 3};

    @Test
    void recordGoesToTheDeadLettersOfItsTopicAsItCame() {
        ProducerRecord<byte[], byte[]> letter = letter(new IllegalStateException("bad"), new RecordHeaders());

        assertThat(letter.topic()).isEqualTo("room.commands.dlq");
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isEqualTo(VALUE);
        assertThat(letter.partition()).as("any").isNull();
    }

    @Test
    void headersSayWhatHappened() {
        ProducerRecord<byte[], byte[]> letter =
                letter(new IllegalStateException("schema 7 is unknown"), new RecordHeaders());

        assertThat(header(letter, "reason")).isEqualTo("IllegalStateException: schema 7 is unknown");
        assertThat(header(letter, "component")).isEqualTo("edge-gateway");
        assertThat(header(letter, "topic")).isEqualTo("room.commands");
        assertThat(header(letter, "partition")).isEqualTo("3");
        assertThat(header(letter, "offset")).isEqualTo("17");
        assertThat(header(letter, "stack-digest")).matches("[0-9a-f]{16}");
    }

    @Test
    void headersOfTheRecordStay() {
        RecordHeaders own = new RecordHeaders();
        own.add("traceparent", new byte[] {7});

        ProducerRecord<byte[], byte[]> letter = letter(new IllegalStateException("bad"), own);

        assertThat(letter.headers().lastHeader("traceparent").value()).containsExactly(7);
        assertThat(own).as("the original is left alone").hasSize(1);
    }

    @Test
    void letterThatDiesAgainTellsOnlyItsLastDeath() {
        ProducerRecord<byte[], byte[]> first = letter(new IllegalStateException("first"), new RecordHeaders());

        ProducerRecord<byte[], byte[]> second = letter(new IllegalStateException("second"), first.headers());

        assertThat(second.headers().headers("millrace.dlq.reason")).hasSize(1);
        assertThat(header(second, "reason")).endsWith("second");
    }

    @Test
    void longReasonsAreCut() {
        assertThat(header(letter(new IllegalStateException("x".repeat(10_000)), new RecordHeaders()), "reason"))
                .hasSize(500);
    }

    @Test
    void recordWithoutKeyValueAndHeadersIsTakenToo() {
        ProducerRecord<byte[], byte[]> letter =
                DeadLetters.letter(SOURCE, null, null, null, "edge-gateway", new IllegalStateException((String) null));

        assertThat(letter.key()).isNull();
        assertThat(header(letter, "reason")).isEqualTo("IllegalStateException: null");
    }

    @Test
    void equalFailuresHaveEqualDigests() {
        String[] digests = new String[3];
        for (int i = 0; i < 2; i++) {
            digests[i] = header(letter(failure("message " + i), new RecordHeaders()), "stack-digest");
        }
        digests[2] = header(letter(new IllegalArgumentException("other"), new RecordHeaders()), "stack-digest");

        assertThat(digests[0]).isEqualTo(digests[1]).isNotEqualTo(digests[2]);
    }

    private static RuntimeException failure(String message) {
        return new IllegalStateException(message);
    }

    private static ProducerRecord<byte[], byte[]> letter(Exception failure, Iterable<Header> headers) {
        return DeadLetters.letter(SOURCE, KEY, VALUE, new RecordHeaders(headers), "edge-gateway", failure);
    }

    private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader("millrace.dlq." + name);
        assertThat(header).as(name).isNotNull();
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}

package io.millrace.testkit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testkit.Await;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class KafkaBrokerIT {

    private final KafkaBroker broker = KafkaBroker.shared();

    @Test
    void recordsAreReadInTheOrderTheyWereSent() {
        String topic = broker.newTopic("order");
        broker.send(topic, "room", bytes("one"));
        broker.send(topic, "room", bytes("two"));

        try (RecordReader<String> reader = broker.reader(topic, new StringDeserializer())) {
            assertThat(reader.await(2, Await.DEADLINE))
                    .extracting(record -> record.key() + "=" + record.value())
                    .containsExactly("room=one", "room=two");
            assertThat(reader.awaitRecord(record -> record.value().equals("two"), Await.DEADLINE, "two")
                            .offset())
                    .isEqualTo(1);
        }
    }

    @Test
    void topicsOfOneNameAreNotTheSame() {
        String first = broker.newTopic("same", 3);
        String second = broker.newTopic("same");

        broker.send(new ProducerRecord<>(first, 2, "key", bytes("here")));

        try (var here = broker.reader(first);
                var there = broker.reader(second)) {
            assertThat(here.await(1, Await.DEADLINE).getFirst().partition()).isEqualTo(2);
            assertThat(there.toTheEnd(Await.DEADLINE)).isEmpty();
        }
    }

    @Test
    void missingRecordFailsWithWhatWasThere() {
        String topic = broker.newTopic("missing");
        broker.send(topic, "lonely", bytes("one"));

        try (var reader = broker.reader(topic)) {
            assertThatThrownBy(() -> reader.await(2, Duration.ofMillis(600)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(topic)
                    .hasMessageContaining("at least 2 records")
                    .hasMessageContaining("0/0 lonely");
        }
    }

    @Test
    void abortedTransactionIsSeenOnlyUncommitted() {
        String topic = broker.newTopic("transactions");
        Map<String, Object> config = new HashMap<>(broker.clientConfig());
        config.put("transactional.id", KafkaBroker.unique("transactions"));
        try (var producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            var aborted = producer.send(new ProducerRecord<>(topic, "key", bytes("aborted")));
            producer.flush();
            assertThat(aborted).isDone();
            producer.abortTransaction();
            producer.beginTransaction();
            var committed = producer.send(new ProducerRecord<>(topic, "key", bytes("committed")));
            producer.commitTransaction();
            assertThat(committed).isDone();
        }

        try (var all = broker.reader(topic, new StringDeserializer());
                var committed = broker.committedReader(topic, new StringDeserializer())) {
            assertThat(all.toTheEnd(Await.DEADLINE))
                    .extracting(record -> record.value())
                    .containsExactly("aborted", "committed");
            assertThat(committed.toTheEnd(Await.DEADLINE))
                    .extracting(record -> record.value())
                    .containsExactly("committed");
        }
    }

    @Test
    void groupOfTheNewProtocolIsAssignedWithoutDelay() {
        String topic = broker.newTopic("group");
        broker.send(topic, "key", bytes("one"));
        Map<String, Object> config = new HashMap<>(broker.clientConfig());
        config.put("group.id", KafkaBroker.unique("group"));
        config.put("group.protocol", "consumer");
        config.put("auto.offset.reset", "earliest");

        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            assertThat(Await.value(
                            () -> consumer.poll(Duration.ofMillis(100)).count(),
                            count -> count == 1,
                            Duration.ofSeconds(10),
                            "the record to reach the group"))
                    .isEqualTo(1);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}

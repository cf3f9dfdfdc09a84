package io.millrace.runtime.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.embedded.EmbeddedKafka;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.moderation.PolicyRecord;
import io.millrace.testkit.Await;
import io.millrace.testkit.Restartable;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.topic.CleanupPolicy;
import io.millrace.topic.Topic;
import io.millrace.topic.Topic.Durability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TopicTableIT {

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Meters METERS = Meters.create("topic-table-test");

    private final List<String> changes = new CopyOnWriteArrayList<>();

    @Test
    void holdsTheNewestOfEachKeyAndTellsOfEachOnce() {
        KafkaBroker broker = KafkaBroker.shared();
        Topic<PolicyRecord> topic = created(broker, 3);
        send(broker, topic, "a", "1");
        send(broker, topic, "a", "2");
        send(broker, topic, "b", "1");
        send(broker, topic, "c", "1");
        send(broker, topic, "c", null);

        try (var table = open(broker, topic)) {
            table.awaitComplete(Await.DEADLINE);

            assertThat(documents(table)).isEqualTo(Map.of("a", "2", "b", "1"));
            assertThat(changes).containsExactlyInAnyOrder("a: null > 2", "b: null > 1");
            assertThat(table.health().up()).isTrue();
            assertThat(table.get("c")).isNull();
        }
    }

    @Test
    void followsWhatIsWrittenWithinASecond() {
        KafkaBroker broker = KafkaBroker.shared();
        Topic<PolicyRecord> topic = created(broker, 1);

        try (var table = open(broker, topic)) {
            table.awaitComplete(Await.DEADLINE);
            send(broker, topic, "a", "1");
            awaitChange("a: null > 1", SOON);
            send(broker, topic, "a", "2");
            awaitChange("a: 1 > 2", SOON);
            send(broker, topic, "a", null);
            awaitChange("a: 2 > null", SOON);

            assertThat(table.view()).isEmpty();
        }
    }

    @Test
    void valueThatCannotBeReadLeavesTheLastOneAndWhatFollows() {
        KafkaBroker broker = KafkaBroker.shared();
        Topic<PolicyRecord> topic = created(broker, 1);
        send(broker, topic, "a", "1");
        send(broker, topic, "a", "poison");
        send(broker, topic, "b", "1");

        try (var table = open(broker, topic)) {
            table.awaitComplete(Await.DEADLINE);
            send(broker, topic, "b", "poison");
            send(broker, topic, "b", "");
            send(broker, topic, "b", "3");
            awaitChange("b: 1 > 3", Await.DEADLINE);

            assertThat(documents(table)).isEqualTo(Map.of("a", "1", "b", "3"));
            assertThat(changes).containsExactlyInAnyOrder("a: null > 1", "b: null > 1", "b: 1 > 3");
            assertThat(METERS.counter("millrace_topic_table_unreadable", "", "topic", topic.name())
                            .count())
                    .isEqualTo(3);
        }
    }

    @Test
    void listenerThatFailsDoesNotEndTheReading() {
        KafkaBroker broker = KafkaBroker.shared();
        Topic<PolicyRecord> topic = created(broker, 1);
        TopicTable.Listener<PolicyRecord> failing = (key, before, after) -> {
            changed(key, before, after);
            throw new IllegalStateException("as the test wants");
        };

        try (var table = TopicTable.open(
                KafkaSettings.local(broker.bootstrapServers()), topic, TopicTableIT::read, failing, METERS)) {
            send(broker, topic, "a", "1");
            awaitChange("a: null > 1", Await.DEADLINE);
            send(broker, topic, "a", "2");
            awaitChange("a: 1 > 2", Await.DEADLINE);

            assertThat(documents(table)).isEqualTo(Map.of("a", "2"));
        }
    }

    @Test
    void waitsForATopicThatIsNotThereYet() {
        KafkaBroker broker = KafkaBroker.shared();
        Topic<PolicyRecord> topic = topic(1);

        try (var table = open(broker, topic)) {
            Await.until(() -> table.health().detail().contains("there is no such topic"), Await.DEADLINE, "the reason");
            assertThat(table.health().up()).isFalse();
            assertThatThrownBy(() -> table.awaitComplete(Duration.ofMillis(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no such topic");

            broker.createTopic(topic.name(), 1, Map.of());

            table.awaitComplete(Await.DEADLINE);
            assertThat(table.health().up()).isTrue();
        }
    }

    @Test
    void topicThatLostItsRecordsIsReadAgainAndCompared() {
        KafkaBroker broker = KafkaBroker.shared();
        Topic<PolicyRecord> topic = created(broker, 1);
        send(broker, topic, "a", "1");
        send(broker, topic, "b", "1");
        send(broker, topic, "c", "1");

        try (var table = open(broker, topic)) {
            table.awaitComplete(Await.DEADLINE);
            changes.clear();
            KafkaBroker.await(broker.admin().deleteTopics(List.of(topic.name())).all(), "the end of the topic");
            broker.createTopic(topic.name(), 1, Map.of());
            send(broker, topic, "a", "1");
            send(broker, topic, "b", "2");

            Await.until(() -> changes.size() >= 2, Await.DEADLINE, "the differences");
            assertThat(changes).containsExactlyInAnyOrder("b: 1 > 2", "c: 1 > null");
            assertThat(documents(table)).isEqualTo(Map.of("a", "1", "b", "2"));
        }
    }

    @Test
    void brokerThatRestartsCostsNothingThatIsKnown() {
        try (Restartable<EmbeddedKafka> node = KafkaBroker.restartableNode()) {
            KafkaBroker broker = KafkaBroker.at(node.start().bootstrapServers());
            Topic<PolicyRecord> topic = created(broker, 1);
            send(broker, topic, "a", "1");

            try (var table = TopicTable.open(
                    KafkaSettings.local(broker.bootstrapServers()),
                    topic,
                    TopicTableIT::read,
                    this::changed,
                    METERS,
                    Duration.ofSeconds(4))) {
                table.awaitComplete(Await.DEADLINE);
                node.stop();

                Await.until(() -> !table.health().up(), Await.DEADLINE, "that the silence is noticed");
                assertThat(documents(table)).isEqualTo(Map.of("a", "1"));

                node.start();
                send(broker, topic, "a", "2");

                awaitChange("a: 1 > 2", Await.DEADLINE);
                Await.until(() -> table.health().up(), Await.DEADLINE, "that it is well again");
                assertThat(changes).containsExactly("a: null > 1", "a: 1 > 2");
            }
        }
    }

    private TopicTable<PolicyRecord> open(KafkaBroker broker, Topic<PolicyRecord> topic) {
        return TopicTable.open(
                KafkaSettings.local(broker.bootstrapServers()), topic, TopicTableIT::read, this::changed, METERS);
    }

    private void changed(String key, @Nullable PolicyRecord before, @Nullable PolicyRecord after) {
        changes.add(key + ": " + document(before) + " > " + document(after));
    }

    private void awaitChange(String change, Duration deadline) {
        Await.value(() -> changes, seen -> seen.contains(change), deadline, change);
    }

    private static Map<String, String> documents(TopicTable<PolicyRecord> table) {
        return table.view().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(document(entry.getValue()))));
    }

    private static @Nullable String document(@Nullable PolicyRecord value) {
        return value == null ? null : value.getDocument();
    }

    private static void send(KafkaBroker broker, Topic<?> topic, String key, @Nullable String document) {
        broker.send(new ProducerRecord<>(topic.name(), key, document == null ? null : document.getBytes(UTF_8)));
    }

    /// The topic's values are plain text here.
    private static @Nullable PolicyRecord read(String topic, byte @Nullable [] data) {
        if (data == null) {
            return null;
        }
        String text = new String(data, UTF_8);
        if (text.isEmpty()) {
            return null;
        }
        if (text.equals("poison")) {
            throw new SerializationException("poison in " + topic);
        }
        return new PolicyRecord(1L, "test", Instant.EPOCH, "", text);
    }

    private static Topic<PolicyRecord> created(KafkaBroker broker, int partitions) {
        Topic<PolicyRecord> topic = topic(partitions);
        broker.createTopic(topic.name(), partitions, Map.of("cleanup.policy", "compact"));
        return topic;
    }

    private static Topic<PolicyRecord> topic(int partitions) {
        return new Topic<>(
                KafkaBroker.unique("topic-table"),
                "any",
                PolicyRecord.class,
                partitions,
                Duration.ofDays(1),
                CleanupPolicy.COMPACT,
                Durability.TRUTH);
    }
}

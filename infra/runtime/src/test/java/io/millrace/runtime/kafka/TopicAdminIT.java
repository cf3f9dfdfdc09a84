package io.millrace.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.runtime.config.Config;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.topic.CleanupPolicy;
import io.millrace.topic.Topic;
import io.millrace.topic.Topic.Durability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TopicAdminIT {

    private final KafkaBroker broker = KafkaBroker.shared();

    @Test
    void missingTopicsAreCreatedWithTheirDeadLetters() {
        Topic<RoomEvent> events = topic(3, Duration.ofDays(30), CleanupPolicy.DELETE, Durability.TRUTH);
        Topic<RoomEvent> inbox = topic(2, Duration.ofMinutes(10), CleanupPolicy.DELETE, Durability.REBUILDABLE);
        Topic<RoomEvent> status = topic(1, Duration.ofDays(1), CleanupPolicy.COMPACT, Durability.TRUTH);

        List<String> differences = admin(Map.of()).ensure(List.of(events, inbox, status));

        assertThat(differences).isEmpty();
        assertThat(admin(Map.of()).existingPartitions(events)).isEqualTo(3);
        assertThat(settings(events.name()))
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "2592000000")
                .containsEntry("min.insync.replicas", "1");
        assertThat(settings(inbox.name()))
                .as("retention works by whole segments")
                .containsEntry("retention.ms", "600000")
                .containsEntry("segment.ms", "600000");
        assertThat(settings(status.name())).containsEntry("cleanup.policy", "compact");
        assertThat(settings(events.deadLetters())).containsEntry("retention.ms", "2592000000");
    }

    @Test
    void configurationRaisesThePartitions() {
        Topic<RoomEvent> topic = topic(2, Duration.ofDays(1), CleanupPolicy.DELETE, Durability.TRUTH);
        TopicAdmin admin = admin(Map.of(topic.name(), 5));

        admin.ensure(List.of(topic));

        assertThat(admin.partitions(topic)).isEqualTo(5);
        assertThat(admin.existingPartitions(topic)).isEqualTo(5);
    }

    @Test
    void existingTopicIsReportedAndLeftAsItIs() {
        Topic<RoomEvent> topic = topic(4, Duration.ofDays(1), CleanupPolicy.DELETE, Durability.TRUTH);
        broker.createTopic(topic.name(), 2, Map.of("retention.ms", "1000"));

        List<String> differences = admin(Map.of()).ensure(List.of(topic));

        assertThat(differences)
                .containsExactly("topic " + topic.name() + " has 2 partitions, not 4; it is left as it is");
        assertThat(admin(Map.of()).existingPartitions(topic)).isEqualTo(2);
        assertThat(settings(topic.name())).containsEntry("retention.ms", "1000");
    }

    @Test
    void askingAgainChangesNothing() {
        Topic<RoomEvent> topic = topic(2, Duration.ofDays(1), CleanupPolicy.DELETE, Durability.TRUTH);
        admin(Map.of()).ensure(List.of(topic));
        broker.send(topic.name(), "a", new byte[] {1});

        assertThat(admin(Map.of()).ensure(List.of(topic))).isEmpty();
        assertThat(admin(Map.of(topic.name(), 1)).ensure(List.of(topic)))
                .as("never shrinks")
                .hasSize(1);
        assertThat(admin(Map.of()).existingPartitions(topic)).isEqualTo(2);
    }

    @Test
    void servicesThatStartTogetherDoNotDisturbEachOther() throws Exception {
        Topic<RoomEvent> topic = topic(2, Duration.ofDays(1), CleanupPolicy.DELETE, Durability.TRUTH);

        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<String>>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(() -> admin(Map.of()).ensure(List.of(topic))));
            }
            for (Future<List<String>> one : all) {
                assertThat(one.get()).isEmpty();
            }
        }
    }

    @Test
    void topicThatDoesNotExistCannotBeDescribed() {
        Topic<RoomEvent> topic = topic(2, Duration.ofDays(1), CleanupPolicy.DELETE, Durability.TRUTH);

        assertThatThrownBy(() -> admin(Map.of()).existingPartitions(topic))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining(topic.name());
    }

    private TopicAdmin admin(Map<String, Integer> partitions) {
        Map<String, Object> counts = new HashMap<>(partitions);
        return new TopicAdmin(Config.of(
                        Map.of(
                                "kafka", Map.of("bootstrap-servers", broker.bootstrapServers()),
                                "topics", Map.of("partitions", counts)),
                        Map.of())
                .read(KafkaSettings::read));
    }

    private Map<String, String> settings(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, String> settings = new HashMap<>();
        for (ConfigEntry entry : KafkaBroker.await(
                        broker.admin().describeConfigs(List.of(resource)).all(), "settings of " + topic)
                .getOrDefault(resource, new org.apache.kafka.clients.admin.Config(List.of()))
                .entries()) {
            settings.put(entry.name(), entry.value());
        }
        return settings;
    }

    private static Topic<RoomEvent> topic(
            int partitions, Duration retention, CleanupPolicy cleanup, Durability durability) {
        return new Topic<>(
                KafkaBroker.unique("topic-admin"), "any", RoomEvent.class, partitions, retention, cleanup, durability);
    }
}

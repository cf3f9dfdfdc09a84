package io.millrace.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schema.chat.RoomEvent;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.topic.CleanupPolicy;
import io.millrace.topic.Topic;
import io.millrace.topic.Topic.Durability;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TopicAdminIT {

    private final KafkaBroker broker = KafkaBroker.shared();
    private final TopicAdmin admin = new TopicAdmin(KafkaSettings.local(broker.bootstrapServers()));

    @Test
    void createsTopicAndItsDeadLetters() {
        Topic<RoomEvent> topic = topic(3, Duration.ofMinutes(10));

        assertThat(admin.ensure(List.of(topic))).isEmpty();

        assertThat(admin.existingPartitions(topic)).isEqualTo(3);
        assertThat(setting(topic.name(), "retention.ms")).isEqualTo("600000");
        assertThat(setting(topic.name(), "cleanup.policy")).isEqualTo("delete");
        assertThat(setting(topic.deadLetters(), "retention.ms")).isEqualTo("2592000000");
    }

    @Test
    void existingTopicIsLeftAsItIsAndReported() {
        Topic<RoomEvent> small = topic(2, Duration.ofDays(1));
        admin.ensure(List.of(small));
        Topic<RoomEvent> grown = new Topic<>(
                small.name(), "room", RoomEvent.class, 5, Duration.ofDays(9), CleanupPolicy.DELETE, Durability.TRUTH);

        assertThat(admin.ensure(List.of(grown)))
                .singleElement()
                .asString()
                .contains(small.name(), "2 partitions", "not 5");
        assertThat(admin.existingPartitions(grown)).isEqualTo(2);
        assertThat(setting(small.name(), "retention.ms")).isEqualTo("86400000");
    }

    @Test
    void missingTopicIsNamed() {
        assertThatThrownBy(() -> admin.existingPartitions(topic(1, Duration.ofDays(1))))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("admin-it");
    }

    private String setting(String topic, String name) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<ConfigResource, Config> configs = KafkaBroker.await(
                broker.admin().describeConfigs(List.of(resource)).all(), "settings of " + topic);
        return configs.values().iterator().next().get(name).value();
    }

    private static Topic<RoomEvent> topic(int partitions, Duration retention) {
        return new Topic<>(
                KafkaBroker.unique("admin-it"),
                "room",
                RoomEvent.class,
                partitions,
                retention,
                CleanupPolicy.DELETE,
                Durability.TRUTH);
    }
}

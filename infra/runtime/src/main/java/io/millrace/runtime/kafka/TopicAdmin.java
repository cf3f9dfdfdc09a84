package io.millrace.runtime.kafka;

import io.millrace.topic.CleanupPolicy;
import io.millrace.topic.Topic;
import io.millrace.topic.Topic.Durability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes sure that topics exist before they are used. It never shrinks, deletes or re-partitions: a topic
/// that differs from the catalogue is reported and left alone, because more partitions would move rooms and
/// break their order.
public final class TopicAdmin {

    private static final Logger LOGGER = LoggerFactory.getLogger(TopicAdmin.class);
    private static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

    private final KafkaSettings settings;

    /// @param settings where the broker is, and how topics are to be replicated
    public TopicAdmin(KafkaSettings settings) {
        this.settings = settings;
    }

    /// Creates what is missing of these topics and of their dead letters.
    ///
    /// @return one sentence for each existing topic that differs from what the catalogue wants
    /// @throws KafkaException when the broker cannot be asked
    public List<String> ensure(Collection<? extends Topic<?>> topics) {
        try (Admin admin = Admin.create(settings.admin("millrace-topics"))) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            for (Topic<?> topic : topics) {
                missing.add(definition(topic));
                missing.add(deadLetters(topic));
            }
            List<String> present = missing.stream()
                    .map(NewTopic::name)
                    .filter(existing::contains)
                    .toList();
            missing.removeIf(topic -> existing.contains(topic.name()));
            create(admin, missing);
            return differences(
                    topics, admin.describeTopics(present).allTopicNames().get());
        } catch (ExecutionException e) {
            throw new KafkaException("topics cannot be checked: " + e.getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while topics were checked", e);
        }
    }

    /// Number of partitions a topic gets here: from the configuration, or else from the catalogue.
    public int partitions(Topic<?> topic) {
        return settings.partitions().getOrDefault(topic.name(), topic.partitions());
    }

    /// Number of partitions a topic really has.
    ///
    /// @throws KafkaException when the broker cannot be asked, or has no such topic
    public int existingPartitions(Topic<?> topic) {
        try (Admin admin = Admin.create(settings.admin("millrace-topics"))) {
            TopicDescription description = admin.describeTopics(List.of(topic.name()))
                    .allTopicNames()
                    .get()
                    .get(topic.name());
            if (description == null) {
                throw new KafkaException("topic " + topic.name() + " does not exist");
            }
            return description.partitions().size();
        } catch (ExecutionException e) {
            throw new KafkaException("topic " + topic.name() + " cannot be described: " + e.getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while topic " + topic.name() + " was described", e);
        }
    }

    private static void create(Admin admin, List<NewTopic> topics) throws InterruptedException {
        admin.createTopics(topics).values().forEach((name, result) -> {
            try {
                result.get();
                LOGGER.atInfo().addKeyValue("topic", name).log("topic created");
            } catch (ExecutionException e) {
                // Another service was faster; all of them ask at start.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new KafkaException("topic " + name + " cannot be created: " + e.getMessage(), e.getCause());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted while topic " + name + " was created", e);
            }
        });
    }

    private List<String> differences(Collection<? extends Topic<?>> topics, Map<String, TopicDescription> existing) {
        List<String> differences = new ArrayList<>();
        for (Topic<?> topic : topics) {
            TopicDescription description = existing.get(topic.name());
            if (description != null && description.partitions().size() != partitions(topic)) {
                differences.add("topic " + topic.name() + " has "
                        + description.partitions().size() + " partitions, not " + partitions(topic)
                        + "; it is left as it is");
            }
        }
        differences.forEach(
                text -> LOGGER.atWarn().addKeyValue("difference", text).log("topic differs"));
        return differences;
    }

    private NewTopic definition(Topic<?> topic) {
        boolean truth = topic.durability() == Durability.TRUTH;
        Map<String, String> configs = new HashMap<>();
        configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, topic.cleanup().setting());
        configs.put(
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, truth ? Integer.toString(settings.minInSyncReplicas()) : "1");
        if (topic.cleanup() == CleanupPolicy.DELETE) {
            configs.put(
                    TopicConfig.RETENTION_MS_CONFIG,
                    Long.toString(topic.retention().toMillis()));
        }
        if (topic.retention().compareTo(Duration.ofHours(1)) < 0) {
            // Retention works by whole segments.
            configs.put(
                    TopicConfig.SEGMENT_MS_CONFIG,
                    Long.toString(topic.retention().toMillis()));
        }
        return new NewTopic(topic.name(), partitions(topic), replicas(truth)).configs(configs);
    }

    private NewTopic deadLetters(Topic<?> topic) {
        return new NewTopic(topic.deadLetters(), 1, replicas(true))
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG, Long.toString(DEAD_LETTER_RETENTION.toMillis()),
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(settings.minInSyncReplicas())));
    }

    private short replicas(boolean truth) {
        return (short) (truth ? settings.replicationFactor() : Math.min(2, settings.replicationFactor()));
    }
}

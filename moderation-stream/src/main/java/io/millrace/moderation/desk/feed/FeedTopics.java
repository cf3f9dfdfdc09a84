package io.millrace.moderation.desk.feed;

import io.millrace.moderation.desk.store.ComparisonTable;
import io.millrace.moderation.desk.store.DecisionTable;
import io.millrace.moderation.desk.store.DocumentTable;
import io.millrace.moderation.desk.store.LockdownTable;
import io.millrace.moderation.desk.store.SanctionTable;
import io.millrace.moderation.desk.store.SqlWork;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.PolicyRecord;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.Sanction;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/// What each topic of the feed means for the tables. Used by the feed's thread only.
final class FeedTopics implements AutoCloseable {

    static final List<String> NAMES = List.of(
            Topics.MODERATION_REVIEW.name(),
            Topics.MODERATION_DECISIONS.name(),
            Topics.MODERATION_SANCTIONS.name(),
            Topics.MODERATION_LOCKDOWNS.name(),
            Topics.MODERATION_POLICY.name(),
            Topics.MODERATION_SCORES.name());

    private final Closer resources = new Closer();
    private final Deserializer<ReviewItem> reviews;
    private final Deserializer<ModerationDecision> decisions;
    private final Deserializer<Sanction> sanctions;
    private final Deserializer<Lockdown> lockdowns;
    private final Deserializer<PolicyRecord> policies;
    private final Deserializer<ModelScores> scores;

    private final Arrivals arrivals;

    FeedTopics(AvroSerdes serdes, Arrivals arrivals) {
        this.arrivals = arrivals;
        reviews = resources.add(serdes.deserializer(Topics.MODERATION_REVIEW));
        decisions = resources.add(serdes.deserializer(Topics.MODERATION_DECISIONS));
        sanctions = resources.add(serdes.deserializer(Topics.MODERATION_SANCTIONS));
        scores = resources.add(serdes.deserializer(Topics.MODERATION_SCORES));
        policies = resources.add(serdes.deserializer(Topics.MODERATION_POLICY));
        lockdowns = resources.add(serdes.deserializer(Topics.MODERATION_LOCKDOWNS));
    }

    /// The statements for a record.
    ///
    /// @throws RuntimeException when it cannot be read
    SqlWork<?> work(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        if (topic.equals(Topics.MODERATION_REVIEW.name())) {
            ReviewItem item = required(reviews, record);
            String key = key(record);
            return connection -> {
                arrivals.review(connection, key, item);
                return null;
            };
        }
        if (topic.equals(Topics.MODERATION_DECISIONS.name())) {
            ModerationDecision decision = required(decisions, record);
            return connection -> {
                DecisionTable.add(connection, List.of(decision));
                return null;
            };
        }
        if (topic.equals(Topics.MODERATION_SCORES.name())) {
            ModelScores scored = required(scores, record);
            return connection -> {
                ComparisonTable.add(connection, scored);
                return null;
            };
        }
        if (topic.equals(Topics.MODERATION_POLICY.name())) {
            return policy(record);
        }
        return topic.equals(Topics.MODERATION_SANCTIONS.name()) ? sanction(record) : lockdown(record);
    }

    private SqlWork<?> sanction(ConsumerRecord<byte[], byte[]> record) {
        String id = key(record);
        Instant at = Instant.ofEpochMilli(record.timestamp());
        if (record.value() == null) {
            return connection -> {
                SanctionTable.went(connection, id, at);
                return null;
            };
        }
        Sanction sanction = required(sanctions, record);
        return connection -> {
            arrivals.sanction(connection, sanction);
            return null;
        };
    }

    private SqlWork<?> lockdown(ConsumerRecord<byte[], byte[]> record) {
        String room = key(record);
        if (record.value() == null) {
            return connection -> LockdownTable.remove(connection, room);
        }
        Lockdown lockdown = required(lockdowns, record);
        return connection -> {
            arrivals.lockdown(connection, lockdown);
            return null;
        };
    }

    /// The desk's own versions are there already; others may write the topic too.
    private SqlWork<?> policy(ConsumerRecord<byte[], byte[]> record) {
        String key = key(record);
        if (record.value() == null) {
            Instant at = Instant.ofEpochMilli(record.timestamp());
            return connection -> {
                DocumentTable.removed(connection, key, at);
                return null;
            };
        }
        PolicyRecord published = required(policies, record);
        DocumentTable.Version version = new DocumentTable.Version(
                key,
                published.getVersion(),
                published.getAuthor(),
                published.getAt(),
                published.getNote(),
                published.getDocument());
        return connection -> {
            DocumentTable.add(connection, version);
            return null;
        };
    }

    private static <V> V required(Deserializer<V> deserializer, ConsumerRecord<byte[], byte[]> record) {
        return Objects.requireNonNull(
                deserializer.deserialize(record.topic(), record.headers(), record.value()), "value is required");
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(Objects.requireNonNull(record.key(), "key is required"), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        resources.close();
    }
}

package io.millrace.moderation.topology;

import io.millrace.id.RoomId;
import io.millrace.moderation.limit.Buckets;
import io.millrace.moderation.policy.Policy;
import io.millrace.topic.Topics;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// The picture:
///
/// ```
/// messages.submitted ──► moderate (store: senders) ──┬──► room.commands         key: room
///                                                    ├──► edge.deliveries       partition: inbox
///                                                    └──► moderation.decisions  key: as it came
/// ```
final class ModerationTopology {

    static final String STORE = "senders";
    static final String COMMANDS = "room-commands";
    static final String ANSWERS = "edge-deliveries";
    static final String DECISIONS = "moderation-decisions";

    private static final String SUBMITTED = "messages-submitted";
    private static final String MODERATE = "moderate";

    private ModerationTopology() {}

    static Topology build(
            ModerationSerdes serdes,
            Policy policy,
            Predicate<RoomId> moderated,
            ModerationMeters meters,
            int minInSyncReplicas) {
        return new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        SUBMITTED,
                        new RecordTime(),
                        new StringDeserializer(),
                        serdes.submitted().deserializer(),
                        Topics.MESSAGES_SUBMITTED.name())
                .addProcessor(MODERATE, () -> new ModerationProcessor(policy, moderated, meters), SUBMITTED)
                .addStateStore(store(minInSyncReplicas), MODERATE)
                .addSink(
                        COMMANDS,
                        Topics.ROOM_COMMANDS.name(),
                        new StringSerializer(),
                        serdes.commands().serializer(),
                        MODERATE)
                .addSink(
                        ANSWERS,
                        Topics.EDGE_DELIVERIES.name(),
                        new StringSerializer(),
                        InboxDelivery.serializer(serdes.deliveries().serializer()),
                        InboxDelivery.partitioner(),
                        MODERATE)
                .addSink(
                        DECISIONS,
                        Topics.MODERATION_DECISIONS.name(),
                        new StringSerializer(),
                        serdes.decisions().serializer(),
                        MODERATE);
    }

    private static StoreBuilder<KeyValueStore<String, Buckets>> store(int minInSyncReplicas) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.String(), new BucketsSerde())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of(
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInSyncReplicas),
                        // Every message overwrites its sender's entry: small segments are compacted soon.
                        TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(32 << 20)));
    }
}

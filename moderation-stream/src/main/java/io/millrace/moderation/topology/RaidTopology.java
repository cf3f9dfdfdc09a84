package io.millrace.moderation.topology;

import io.millrace.topic.Topics;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
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
/// room.commands ──► watch-for-raids (store: raids) ──┬──► moderation.lockdowns  key: room
///                                                    └──► moderation.review     key: room
/// ```
///
/// It is only there when raids are enabled, because whoever reads room.commands reads every publication of
/// every room, if only to throw it away.
final class RaidTopology {

    static final String STORE = "raids";
    static final String LOCKDOWNS = "raid-lockdowns";
    static final String REVIEW = "raid-review";
    static final String COMMANDS_TOPIC = Topics.ROOM_COMMANDS.name();

    private static final String COMMANDS = "raid-room-commands";
    private static final String WATCH = "watch-for-raids";

    private RaidTopology() {}

    /// Adds the watch to a topology; in one of its own it shares neither threads nor consumer group with the
    /// messages that are to be judged.
    static Topology addTo(
            Topology topology,
            ModerationSerdes serdes,
            Environment environment,
            RaidMeters meters,
            int minInSyncReplicas) {
        return topology.addSource(
                        // An attack of last week needs no lockdown.
                        AutoOffsetReset.latest(),
                        COMMANDS,
                        new RecordTime(),
                        new StringDeserializer(),
                        // Decoded only for rooms with rules.
                        new ByteArrayDeserializer(),
                        COMMANDS_TOPIC)
                .addProcessor(
                        WATCH,
                        () -> new RaidProcessor(
                                environment, serdes.of(Topics.ROOM_COMMANDS).deserializer(), meters),
                        COMMANDS)
                .addStateStore(store(minInSyncReplicas), WATCH)
                .addSink(
                        LOCKDOWNS,
                        Topics.MODERATION_LOCKDOWNS.name(),
                        new StringSerializer(),
                        serdes.of(Topics.MODERATION_LOCKDOWNS).serializer(),
                        WATCH)
                .addSink(
                        REVIEW,
                        Topics.MODERATION_REVIEW.name(),
                        new StringSerializer(),
                        serdes.of(Topics.MODERATION_REVIEW).serializer(),
                        WATCH);
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> store(int minInSyncReplicas) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of(
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInSyncReplicas),
                        TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(32 << 20)));
    }
}

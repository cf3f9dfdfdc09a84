package io.millrace.moderation.topology;

import io.millrace.moderation.conduct.Conduct;
import io.millrace.moderation.limit.Buckets;
import io.millrace.moderation.strike.Strikes;
import io.millrace.schema.state.HeldMessage;
import io.millrace.schema.state.UnscoredMessage;
import io.millrace.serde.StateCodec;
import io.millrace.topic.Topic;
import io.millrace.topic.Topics;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
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
/// messages.submitted ─┐                               ┌──► room.commands              key: room
/// moderation.scores ──┼──► moderate (senders, conduct, ┼──► edge.deliveries            partition: inbox
/// moderation.rulings ─┘   strikes, held, unscored)    ├──► moderation.decisions       key: as it came
///                                                     ├──► moderation.score.requests  key: as it came
///                                                     ├──► moderation.review          key: as it came
///                                                     └──► moderation.sanctions       key: sanction
/// ```
///
/// All inputs have the sender for a key and the same number of partitions, so one task meets everything that
/// concerns a sender.
final class ModerationTopology {

    static final String SENDERS = "senders";
    static final String CONDUCT = "conduct";
    static final String STRIKES = "strikes";
    static final String HELD = "held";
    static final String UNSCORED = "unscored";

    static final String COMMANDS = "room-commands";
    static final String ANSWERS = "edge-deliveries";
    static final String DECISIONS = "moderation-decisions";
    static final String REQUESTS = "moderation-score-requests";
    static final String REVIEW = "moderation-review";
    static final String SANCTIONS = "moderation-sanctions";

    private static final String MODERATE = "moderate";
    private static final List<Topic<?>> INPUTS =
            List.of(Topics.MESSAGES_SUBMITTED, Topics.MODERATION_SCORES, Topics.MODERATION_RULINGS);

    private ModerationTopology() {}

    static Topology build(
            ModerationSerdes serdes, Environment environment, ModerationMeters meters, int minInSyncReplicas) {
        Topology topology = new Topology();
        INPUTS.forEach(topic -> topology.addSource(
                AutoOffsetReset.earliest(),
                topic.name(),
                new RecordTime(),
                new StringDeserializer(),
                serdes.of(topic).deserializer(),
                topic.name()));
        topology.addProcessor(
                MODERATE,
                () -> new ModerationProcessor(environment, meters),
                INPUTS.stream().map(Topic::name).toArray(String[]::new));
        stores(minInSyncReplicas).forEach(store -> topology.addStateStore(store, MODERATE));
        sink(topology, COMMANDS, Topics.ROOM_COMMANDS, serdes);
        sink(topology, DECISIONS, Topics.MODERATION_DECISIONS, serdes);
        sink(topology, REQUESTS, Topics.MODERATION_SCORE_REQUESTS, serdes);
        sink(topology, REVIEW, Topics.MODERATION_REVIEW, serdes);
        sink(topology, SANCTIONS, Topics.MODERATION_SANCTIONS, serdes);
        return topology.addSink(
                ANSWERS,
                Topics.EDGE_DELIVERIES.name(),
                new StringSerializer(),
                InboxDelivery.serializer(serdes.of(Topics.EDGE_DELIVERIES).serializer()),
                InboxDelivery.partitioner(),
                MODERATE);
    }

    private static <V extends SpecificRecord> void sink(
            Topology topology, String name, Topic<V> topic, ModerationSerdes serdes) {
        topology.addSink(
                name, topic.name(), new StringSerializer(), serdes.of(topic).serializer(), MODERATE);
    }

    private static List<StoreBuilder<?>> stores(int minInSyncReplicas) {
        return List.of(
                // Every message changes these two; the records of a sender's messages become one, and none of them
                // goes before a message that people wait for.
                store(SENDERS, new BytesSerde<>(Buckets::toBytes, Buckets::fromBytes), minInSyncReplicas)
                        .withCachingEnabled(),
                store(CONDUCT, new BytesSerde<>(Conduct::toBytes, Conduct::fromBytes), minInSyncReplicas)
                        .withCachingEnabled(),
                store(STRIKES, new BytesSerde<>(Strikes::toBytes, Strikes::fromBytes), minInSyncReplicas),
                store(
                        HELD,
                        BytesSerde.avro(new StateCodec<>(HeldMessage.getEncoder(), HeldMessage.getDecoder())),
                        minInSyncReplicas),
                store(
                        UNSCORED,
                        BytesSerde.avro(new StateCodec<>(UnscoredMessage.getEncoder(), UnscoredMessage.getDecoder())),
                        minInSyncReplicas));
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> store(
            String name, Serde<V> values, int minInSyncReplicas) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withCachingDisabled()
                .withLoggingEnabled(Map.of(
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInSyncReplicas),
                        // Every message overwrites its sender's entry: small segments are compacted soon.
                        TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(32 << 20)));
    }
}

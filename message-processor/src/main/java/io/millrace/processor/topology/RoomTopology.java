package io.millrace.processor.topology;

import io.millrace.topic.Topics;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// The picture:
///
/// ```
/// room.commands ──► rooms (store: rooms) ──┬──► room.events      key: room
///                                          └──► edge.deliveries  partition: inbox
/// ```
///
/// One store for everything a room remembers means one changelog partition in each transaction instead of
/// three.
final class RoomTopology {

    static final String STORE = "rooms";
    static final String COMMANDS = "room-commands";
    static final String ROOMS = "rooms-decide";
    static final String EVENTS = "room-events";
    static final String DELIVERIES = "edge-deliveries";

    private RoomTopology() {}

    static Topology build(RoomSerdes serdes, RoomEnvironment environment, int minInSyncReplicas) {
        return new Topology()
                .addSource(
                        AutoOffsetReset.earliest(),
                        COMMANDS,
                        new RecordTime(),
                        new StringDeserializer(),
                        serdes.commands().deserializer(),
                        Topics.ROOM_COMMANDS.name())
                .addProcessor(ROOMS, () -> new RoomProcessor(environment), COMMANDS)
                .addStateStore(store(minInSyncReplicas), ROOMS)
                .addSink(EVENTS, Topics.ROOM_EVENTS.name(), new StringSerializer(), serdes.events(), ROOMS)
                .addSink(
                        DELIVERIES,
                        Topics.EDGE_DELIVERIES.name(),
                        new StringSerializer(),
                        serdes.directedDeliveries(),
                        new InboxPartitioner(),
                        ROOMS);
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(int minInSyncReplicas) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of(
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInSyncReplicas),
                        // Slots are overwritten all the time: small segments are compacted soon, and a successor reads
                        // little more than the state itself.
                        TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(64 << 20),
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.2"));
    }
}

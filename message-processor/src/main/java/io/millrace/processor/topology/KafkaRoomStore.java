package io.millrace.processor.topology;

import io.millrace.id.RoomId;
import io.millrace.processor.room.RoomStore;
import io.millrace.processor.room.StateChange;
import io.millrace.schema.state.RoomFollower;
import io.millrace.schema.state.RoomHead;
import io.millrace.schema.state.RoomMember;
import io.millrace.schema.state.RoomSlot;
import io.millrace.serde.StateCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Rooms in a store of Kafka Streams; every write is also one record of its changelog. Owned by the task's
/// thread.
final class KafkaRoomStore implements RoomStore {

    private static final BytesSerializer BYTES = new BytesSerializer();
    private static final byte[] KINDS = {StoreKey.HEAD, StoreKey.FOLLOWER, StoreKey.MEMBER, StoreKey.SLOT};

    private final KeyValueStore<Bytes, byte[]> store;

    KafkaRoomStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    void apply(List<StateChange> changes) {
        changes.forEach(this::apply);
    }

    private void apply(StateChange change) {
        switch (change) {
            case StateChange.HeadWritten(var room, var head) ->
                store.put(StoreKey.head(room), RoomStates.HEAD.encode(head));
            case StateChange.SlotWritten(var room, var slot, var content) ->
                store.put(StoreKey.slot(room, slot), RoomStates.SLOT.encode(content));
            case StateChange.FollowerAdded(var room, var follower) -> {
                RoomFollower value = new RoomFollower(
                        follower.inbox().partition(), follower.incarnation().value());
                store.put(StoreKey.follower(room, follower.inbox()), RoomStates.FOLLOWER.encode(value));
            }
            case StateChange.FollowerRemoved(var room, var follower) ->
                store.delete(StoreKey.follower(room, follower.inbox()));
            case StateChange.MemberWritten(var room, var client, var member) ->
                store.put(StoreKey.member(room, client), RoomStates.MEMBER.encode(member));
            case StateChange.MemberRemoved(var room, var client) -> store.delete(StoreKey.member(room, client));
            case StateChange.RoomForgotten(var room) -> forget(room);
        }
    }

    private void forget(RoomId room) {
        for (byte kind : KINDS) {
            List<Bytes> keys = new ArrayList<>();
            scan(StoreKey.prefix(kind, room), entry -> keys.add(entry.key));
            keys.forEach(store::delete);
        }
    }

    @Override
    public @Nullable RoomHead head(RoomId room) {
        byte[] bytes = store.get(StoreKey.head(room));
        return bytes == null ? null : RoomStates.HEAD.decode(bytes);
    }

    @Override
    public List<RoomSlot> slots(RoomId room) {
        return all(StoreKey.prefix(StoreKey.SLOT, room), RoomStates.SLOT);
    }

    @Override
    public List<RoomFollower> followers(RoomId room) {
        return all(StoreKey.prefix(StoreKey.FOLLOWER, room), RoomStates.FOLLOWER);
    }

    @Override
    public List<RoomMember> members(RoomId room) {
        return all(StoreKey.prefix(StoreKey.MEMBER, room), RoomStates.MEMBER);
    }

    @Override
    public void forEachFollower(BiConsumer<RoomId, RoomFollower> visitor) {
        scan(
                StoreKey.prefix(StoreKey.FOLLOWER),
                entry -> visitor.accept(StoreKey.room(entry.key), RoomStates.FOLLOWER.decode(entry.value)));
    }

    @Override
    public void forEachHead(BiConsumer<RoomId, RoomHead> visitor) {
        scan(
                StoreKey.prefix(StoreKey.HEAD),
                entry -> visitor.accept(StoreKey.room(entry.key), RoomStates.HEAD.decode(entry.value)));
    }

    private <T extends SpecificRecord> List<T> all(Bytes prefix, StateCodec<T> codec) {
        List<T> values = new ArrayList<>();
        scan(prefix, entry -> values.add(codec.decode(entry.value)));
        return values;
    }

    private void scan(Bytes prefix, Consumer<KeyValue<Bytes, byte[]>> visitor) {
        try (KeyValueIterator<Bytes, byte[]> entries = store.prefixScan(prefix, BYTES)) {
            entries.forEachRemaining(visitor);
        }
    }
}

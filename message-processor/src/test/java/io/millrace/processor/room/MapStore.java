package io.millrace.processor.room;

import io.millrace.id.ClientId;
import io.millrace.id.Inbox;
import io.millrace.id.RoomId;
import io.millrace.schema.state.RoomFollower;
import io.millrace.schema.state.RoomHead;
import io.millrace.schema.state.RoomMember;
import io.millrace.schema.state.RoomSlot;
import io.millrace.serde.GeneratedRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A store in maps that keeps bytes, as the real one does: what is read back has been written and read as
/// Avro.
final class MapStore implements RoomStore {

    static {
        GeneratedRecords.trust();
    }

    private final Map<RoomId, ByteBuffer> heads = new TreeMap<>();
    private final Map<RoomId, Map<Integer, ByteBuffer>> slots = new TreeMap<>();
    private final Map<RoomId, Map<Inbox, ByteBuffer>> followers = new TreeMap<>();
    private final Map<RoomId, Map<String, ByteBuffer>> members = new TreeMap<>();

    MapStore copy() {
        MapStore copy = new MapStore();
        copy.heads.putAll(heads);
        slots.forEach((room, content) -> copy.slots.put(room, new TreeMap<>(content)));
        followers.forEach((room, content) -> copy.followers.put(room, new TreeMap<>(content)));
        members.forEach((room, content) -> copy.members.put(room, new TreeMap<>(content)));
        return copy;
    }

    void apply(List<StateChange> changes) {
        changes.forEach(this::apply);
    }

    private void apply(StateChange change) {
        try {
            switch (change) {
                case StateChange.HeadWritten(var room, var head) -> heads.put(room, head.toByteBuffer());
                case StateChange.SlotWritten(var room, var slot, var content) ->
                    of(slots, room).put(slot, content.toByteBuffer());
                case StateChange.FollowerAdded(var room, var follower) ->
                    of(followers, room)
                            .put(
                                    follower.inbox(),
                                    new RoomFollower(
                                                    follower.inbox().partition(),
                                                    follower.incarnation().value())
                                            .toByteBuffer());
                case StateChange.FollowerRemoved(var room, var follower) ->
                    of(followers, room).remove(follower.inbox());
                case StateChange.MemberWritten(var room, var client, var member) ->
                    of(members, room).put(client.value(), member.toByteBuffer());
                case StateChange.MemberRemoved(var room, ClientId client) ->
                    of(members, room).remove(client.value());
                case StateChange.RoomForgotten(var room) -> {
                    heads.remove(room);
                    slots.remove(room);
                    followers.remove(room);
                    members.remove(room);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static <K extends Comparable<K>> Map<K, ByteBuffer> of(Map<RoomId, Map<K, ByteBuffer>> all, RoomId room) {
        return all.computeIfAbsent(room, _ -> new TreeMap<>());
    }

    @Override
    public @Nullable RoomHead head(RoomId room) {
        ByteBuffer bytes = heads.get(room);
        return bytes == null ? null : decode(bytes, RoomHead::fromByteBuffer);
    }

    @Override
    public List<RoomSlot> slots(RoomId room) {
        return decodeAll(of(slots, room), RoomSlot::fromByteBuffer);
    }

    @Override
    public List<RoomFollower> followers(RoomId room) {
        return decodeAll(of(followers, room), RoomFollower::fromByteBuffer);
    }

    @Override
    public List<RoomMember> members(RoomId room) {
        return decodeAll(of(members, room), RoomMember::fromByteBuffer);
    }

    @Override
    public void forEachFollower(BiConsumer<RoomId, RoomFollower> visitor) {
        followers.keySet().forEach(room -> followers(room).forEach(follower -> visitor.accept(room, follower)));
    }

    @Override
    public void forEachHead(BiConsumer<RoomId, RoomHead> visitor) {
        heads.forEach((room, head) -> visitor.accept(room, decode(head, RoomHead::fromByteBuffer)));
    }

    /// Whether anything at all is kept of a room.
    boolean knows(RoomId room) {
        return heads.containsKey(room)
                || !of(slots, room).isEmpty()
                || !of(followers, room).isEmpty()
                || !of(members, room).isEmpty();
    }

    /// The whole content, for comparison.
    Map<String, Object> content() {
        Map<String, Object> content = new TreeMap<>();
        content.put("heads", heads);
        content.put("slots", withoutEmpty(slots));
        content.put("followers", withoutEmpty(followers));
        content.put("members", withoutEmpty(members));
        return content;
    }

    private static <K> Map<RoomId, Map<K, ByteBuffer>> withoutEmpty(Map<RoomId, Map<K, ByteBuffer>> all) {
        Map<RoomId, Map<K, ByteBuffer>> rest = new TreeMap<>(all);
        rest.values().removeIf(Map::isEmpty);
        return rest;
    }

    private interface Decoder<T> {
        T decode(ByteBuffer bytes) throws IOException;
    }

    private static <T> T decode(ByteBuffer bytes, Decoder<T> decoder) {
        try {
            return decoder.decode(bytes.duplicate());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static <T> List<T> decodeAll(Map<?, ByteBuffer> all, Decoder<T> decoder) {
        List<T> decoded = new ArrayList<>();
        all.values().forEach(bytes -> decoded.add(decode(bytes, decoder)));
        return decoded;
    }
}

package io.millrace.micro;

import io.millrace.id.RoomId;
import io.millrace.processor.room.RoomStore;
import io.millrace.schema.state.RoomFollower;
import io.millrace.schema.state.RoomHead;
import io.millrace.schema.state.RoomMember;
import io.millrace.schema.state.RoomSlot;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Remembers nothing: enough for rooms that stay in the memory of their processor.
final class EmptyStore implements RoomStore {

    @Override
    public @Nullable RoomHead head(RoomId room) {
        return null;
    }

    @Override
    public List<RoomSlot> slots(RoomId room) {
        return List.of();
    }

    @Override
    public List<RoomFollower> followers(RoomId room) {
        return List.of();
    }

    @Override
    public List<RoomMember> members(RoomId room) {
        return List.of();
    }

    @Override
    public void forEachFollower(BiConsumer<RoomId, RoomFollower> visitor) {
        // There is none.
    }

    @Override
    public void forEachHead(BiConsumer<RoomId, RoomHead> visitor) {
        // There is none.
    }
}

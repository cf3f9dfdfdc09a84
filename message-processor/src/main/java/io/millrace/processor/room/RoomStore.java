package io.millrace.processor.room;

import io.millrace.id.RoomId;
import io.millrace.schema.state.RoomFollower;
import io.millrace.schema.state.RoomHead;
import io.millrace.schema.state.RoomMember;
import io.millrace.schema.state.RoomSlot;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Reads what is remembered of rooms, with every earlier [StateChange] applied. Lists may come in any order.
public interface RoomStore {

    /// The head, or null when there is no such room.
    @Nullable
    RoomHead head(RoomId room);

    /// The remembered publications.
    List<RoomSlot> slots(RoomId room);

    /// The followers.
    List<RoomFollower> followers(RoomId room);

    /// The members present.
    List<RoomMember> members(RoomId room);

    /// Visits the followers of all rooms.
    void forEachFollower(BiConsumer<RoomId, RoomFollower> visitor);

    /// Visits the heads of all rooms; the visitor must not change the store.
    void forEachHead(BiConsumer<RoomId, RoomHead> visitor);
}

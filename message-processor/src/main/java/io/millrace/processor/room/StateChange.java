package io.millrace.processor.room;

import io.millrace.id.ClientId;
import io.millrace.id.RoomId;
import io.millrace.schema.state.RoomHead;
import io.millrace.schema.state.RoomMember;
import io.millrace.schema.state.RoomSlot;

/// One small step in what is remembered of a room. Applied in order to a [RoomStore], the steps lead to the
/// state from which the room can be restored exactly.
public sealed interface StateChange {

    /// The room it concerns.
    RoomId room();

    /// The room begins, or its time or presence version moved.
    record HeadWritten(RoomId room, RoomHead head) implements StateChange {}

    /// A publication was remembered, or lost its payload.
    record SlotWritten(RoomId room, int slot, RoomSlot content) implements StateChange {}

    /// An edge follows.
    record FollowerAdded(RoomId room, Follower follower) implements StateChange {}

    /// An edge follows no longer.
    record FollowerRemoved(RoomId room, Follower follower) implements StateChange {}

    /// A subscriber is present.
    record MemberWritten(RoomId room, ClientId client, RoomMember member) implements StateChange {}

    /// A subscriber is not present any more.
    record MemberRemoved(RoomId room, ClientId client) implements StateChange {}

    /// Everything about the room goes.
    record RoomForgotten(RoomId room) implements StateChange {}
}

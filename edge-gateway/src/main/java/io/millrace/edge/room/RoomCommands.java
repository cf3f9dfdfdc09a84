package io.millrace.edge.room;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.id.ClientId;
import io.millrace.id.RoomId;
import org.jspecify.annotations.Nullable;

/// What this edge tells the room state machines. Commands of one room keep their order; none of these calls
/// waits for the outcome. A command that gets lost is healed by asking again.
public interface RoomCommands {

    /// Follow a room.
    ///
    /// @param known what the edge already has, or null for nothing
    void attach(RoomId room, @Nullable Position known);

    /// Stop following a room.
    void detach(RoomId room);

    /// Ask where a room is.
    void check(RoomId room);

    /// A local subscriber is present.
    ///
    /// @param visibility never [Visibility#HIDDEN]
    void join(RoomId room, ClientInfo member, Visibility visibility);

    /// A local subscriber has gone.
    void leave(RoomId room, ClientId member);
}

package io.millrace.edge.room;

import io.millrace.edge.outbox.SharedReply;
import io.millrace.edge.protocol.ClientInfo;

/// One live subscription, as its room sees it. Called while the room is locked: must not block.
public interface RoomMember {

    /// Who it is.
    ClientInfo info();

    /// Whether it is told who comes and goes.
    boolean wantsJoinLeave();

    /// How others learn that it is there.
    default Visibility visibility() {
        return Visibility.NAMESPACE;
    }

    /// Whether it knows its place, so that it has to subscribe again when the room loses it.
    default boolean positioned() {
        return true;
    }

    /// Whether it takes publications as deltas; only members that are positioned may.
    default boolean takesDeltas() {
        return false;
    }

    /// Something happened in the room.
    void push(SharedReply push);

    /// The room can no longer give this member a gap-free stream and has removed it; it should subscribe again.
    void insufficientState();
}

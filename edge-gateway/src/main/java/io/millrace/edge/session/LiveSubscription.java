package io.millrace.edge.session;

import io.millrace.edge.outbox.SharedReply;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.protocol.UnsubscribeCode;
import io.millrace.edge.room.RoomMember;
import io.millrace.edge.room.Visibility;
import io.millrace.id.RoomId;

/// A session's place in a room.
///
/// @param joinLeave whether the client is told who comes and goes
/// @param visibility how others learn of it
/// @param positioned whether the client knows its place in the room
/// @param takesDeltas whether it gets publications as deltas
/// @param serverSide whether the server made it, unasked
record LiveSubscription(
        Session session,
        RoomId room,
        ClientInfo info,
        boolean joinLeave,
        Visibility visibility,
        boolean positioned,
        boolean takesDeltas,
        boolean serverSide)
        implements RoomMember {

    @Override
    public boolean wantsJoinLeave() {
        return joinLeave;
    }

    @Override
    public void push(SharedReply push) {
        session.send(push);
    }

    @Override
    public void insufficientState() {
        session.forget(room);
        end(UnsubscribeCode.INSUFFICIENT_STATE, DisconnectCode.INSUFFICIENT_STATE);
    }

    /// The subscription has come to an end that its client can mend: it subscribes again, or, where the server
    /// has to do that, connects again.
    void end(UnsubscribeCode code, DisconnectCode serverSideCode) {
        if (serverSide) {
            session.disconnect(serverSideCode);
        } else {
            session.sendUnsubscribe(room, code.code(), code.reason());
        }
    }

    /// Two subscriptions are the same only when they are one.
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /// Leaves the session out, which leads back here.
    @Override
    public String toString() {
        return "LiveSubscription[room=" + room + ", client=" + info.client() + ']';
    }
}

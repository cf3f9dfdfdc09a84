package io.millrace.edge.session;

import io.millrace.edge.outbox.SharedReply;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Push;
import io.millrace.edge.protocol.UnsubscribeCode;
import io.millrace.edge.room.RoomMember;
import io.millrace.id.RoomId;

/// A session's place in a room.
///
/// @param joinLeave whether the client is told who comes and goes
record LiveSubscription(Session session, RoomId room, ClientInfo info, boolean joinLeave) implements RoomMember {

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
        session.send(new Push(room.value(), Push.Unsubscribe.of(UnsubscribeCode.INSUFFICIENT_STATE)));
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

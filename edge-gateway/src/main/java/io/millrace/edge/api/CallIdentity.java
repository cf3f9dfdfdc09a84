package io.millrace.edge.api;

import com.github.f4b6a3.uuid.UuidCreator;
import io.millrace.id.MessageId;
import io.millrace.id.RoomId;

/// What makes a call the same call when it comes again.
///
/// @param id of the call
/// @param repeatable whether a repeat of the call comes with the same id
record CallIdentity(String id, boolean repeatable) {

    /// A call that nobody can repeat as the same one.
    static CallIdentity fresh() {
        return new CallIdentity(UuidCreator.getTimeOrderedEpoch().toString(), false);
    }

    /// A command with an id of its own.
    static CallIdentity ofCommand(String id) {
        return new CallIdentity(id, true);
    }

    /// One call among several of a batch.
    CallIdentity part(int number) {
        return new CallIdentity(id + '#' + number, repeatable);
    }

    /// The identity of a publication in a room: that of its idempotency key if it has one.
    MessageId publication(RoomId room, String idempotencyKey) {
        return idempotencyKey.isEmpty() ? inRoom(room, "publish") : MessageId.ofServer(room, "key", idempotencyKey);
    }

    /// The identity of what this call does to a room.
    ///
    /// @param what keeps different effects of one call apart
    MessageId inRoom(RoomId room, String what) {
        return repeatable ? MessageId.ofServer(room, what, id) : MessageId.next();
    }
}

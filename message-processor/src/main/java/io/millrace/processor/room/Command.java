package io.millrace.processor.room;

import io.millrace.id.ClientId;
import io.millrace.id.Epoch;
import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.Sender;
import org.jspecify.annotations.Nullable;

/// A command whose every part has been checked.
sealed interface Command {

    /// A command to one room.
    sealed interface ToRoom extends Command {
        /// The room it is for.
        RoomId room();
    }

    /// Append a publication.
    record Publish(
            RoomId room,
            MessageId id,
            MessagePublished content,
            @Nullable ReplyAddress replyTo) implements ToRoom {}

    /// Follow the room. The answer's tail starts after `fromOffset` where `epoch` is still the room's.
    record Attach(RoomId room, Follower follower, @Nullable Epoch epoch, long fromOffset) implements ToRoom {}

    /// Follow it no longer.
    record Detach(RoomId room, Follower follower) implements ToRoom {}

    /// A subscriber came.
    record Join(RoomId room, Follower follower, Sender member) implements ToRoom {}

    /// A subscriber went.
    record Leave(RoomId room, Follower follower, ClientId client) implements ToRoom {}

    /// An edge process is dead, for every room of the partition.
    record EdgeGone(Follower follower) implements Command {}
}

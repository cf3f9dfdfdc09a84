package io.millrace.processor.room;

import io.millrace.id.ClientId;
import io.millrace.id.Epoch;
import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.PublishExtras;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.chat.Visibility;
import org.jspecify.annotations.Nullable;

/// A command whose every part has been checked.
sealed interface Command {

    /// A command to one room.
    sealed interface ToRoom extends Command {
        /// The room it is for.
        RoomId room();
    }

    /// Append a publication.
    ///
    /// @param extras what it asks for beyond that, or null for nothing
    record Publish(
            RoomId room,
            MessageId id,
            MessagePublished content,
            @Nullable PublishExtras extras,
            @Nullable ReplyAddress replyTo)
            implements ToRoom {

        /// Whether only those get it who follow the room now.
        boolean skipsHistory() {
            return extras != null && extras.getSkipHistory();
        }

        /// Version of what it describes, 0 for none.
        long version() {
            return extras == null ? 0 : extras.getVersion();
        }

        /// Count that the version belongs to; empty for any.
        String versionEpoch() {
            return extras == null ? "" : extras.getVersionEpoch();
        }
    }

    /// Forget what was published.
    record RemoveHistory(
            RoomId room, MessageId id, @Nullable ReplyAddress replyTo) implements ToRoom {}

    /// Take a publication back.
    ///
    /// @param id of the command
    /// @param messageId of the publication; null for whichever is at the offset
    /// @param offset of the publication, from 1; 0 when only its id is known
    /// @param epoch of the offset, or null for the room's
    record Retract(
            RoomId room,
            MessageId id,
            @Nullable MessageId messageId,
            long offset,
            @Nullable Epoch epoch,
            Grounds grounds,
            @Nullable ReplyAddress replyTo)
            implements ToRoom {

        /// Whether it means the offset in a room's epoch.
        boolean isOf(String roomEpoch) {
            return epoch == null || epoch.value().equals(roomEpoch);
        }
    }

    /// What the record says of a retraction.
    record Grounds(String reason, String actor) {}

    /// Say where the room is.
    record Check(RoomId room, Follower follower) implements ToRoom {}

    /// Follow the room. The answer's tail starts after `fromOffset` where `epoch` is still the room's.
    record Attach(RoomId room, Follower follower, @Nullable Epoch epoch, long fromOffset) implements ToRoom {}

    /// Follow it no longer.
    record Detach(RoomId room, Follower follower) implements ToRoom {}

    /// A subscriber came.
    record Join(RoomId room, Follower follower, Sender member, Visibility visibility) implements ToRoom {}

    /// A subscriber went.
    record Leave(RoomId room, Follower follower, ClientId client) implements ToRoom {}

    /// An edge process is dead, for every room of the partition.
    record EdgeGone(Follower follower) implements Command {}
}

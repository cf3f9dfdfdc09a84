package io.millrace.edge.publish;

import io.millrace.edge.protocol.Payload;
import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import io.millrace.runtime.namespace.Namespace.Format;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.PublishExtras;
import io.millrace.schema.chat.RemoveHistory;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.Retract;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.Sender;
import io.millrace.topic.Topics;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Takes what the server API does to rooms straight to them: it is trusted, so moderation does not see it.
/// Thread-safe.
public final class ServerPublisher {

    /// No connection publishes here, so subscribers see no sender.
    private static final Sender NOBODY = new Sender("", "", null, null);

    private final AnsweredWrites writes;
    private final InstantSource clock;

    /// @param clock wall clock
    public ServerPublisher(AnsweredWrites writes, InstantSource clock) {
        this.writes = writes;
        this.clock = clock;
    }

    /// Publishes into a room.
    ///
    /// @param id identity of the publication; a repeat must bring the same
    /// @param extras what only the server may ask for, or null for nothing of it
    /// @param then called exactly once with the outcome, from another thread or this one; must not block
    public void publish(
            RoomId room,
            MessageId id,
            Payload data,
            Format format,
            @Nullable PublishExtras extras,
            Consumer<PublishOutcome> then) {
        command(
                room,
                (builder, replyTo) -> builder.setPublish(new Publish(
                        id.value(),
                        NOBODY,
                        data.asByteBuffer(),
                        format == Format.JSON ? PayloadFormat.JSON : PayloadFormat.BINARY,
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        replyTo,
                        extras)),
                then);
    }

    /// Forgets what was published in a room so far.
    ///
    /// @param id identity of the command; a repeat must bring the same
    /// @param then called exactly once with the outcome, from another thread or this one; must not block
    public void removeHistory(RoomId room, MessageId id, Consumer<PublishOutcome> then) {
        command(room, (builder, replyTo) -> builder.setRemoveHistory(new RemoveHistory(id.value(), replyTo)), then);
    }

    /// Takes a publication back.
    ///
    /// @param retract which one, and why; a repeat must bring the same id of the command
    /// @param then called exactly once with the outcome, from another thread or this one; must not block
    public void retract(RoomId room, Retract retract, Consumer<PublishOutcome> then) {
        command(
                room,
                (builder, replyTo) -> builder.setRetract(
                        Retract.newBuilder(retract).setReplyTo(replyTo).build()),
                then);
    }

    private interface Kind {
        void set(RoomCommand.Builder builder, ReplyAddress replyTo);
    }

    private void command(RoomId room, Kind kind, Consumer<PublishOutcome> then) {
        writes.write(
                (writer, replyTo, done) -> {
                    RoomCommand.Builder builder = RoomCommand.newBuilder().setRoom(room.value());
                    kind.set(builder, replyTo);
                    writer.write(Topics.ROOM_COMMANDS, room.value(), builder.build(), done);
                },
                then);
    }
}

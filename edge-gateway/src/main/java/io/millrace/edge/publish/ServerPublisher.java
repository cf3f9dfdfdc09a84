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
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.Sender;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what the server API does to rooms straight to them: it is trusted, so moderation does not see it.
/// Thread-safe.
public final class ServerPublisher {

    private static final Logger LOGGER = LoggerFactory.getLogger(ServerPublisher.class);

    /// No connection publishes here, so subscribers see no sender.
    private static final Sender NOBODY = new Sender("", "", null, null);

    private final RecordSink writer;
    private final PendingPublishes pending;
    private final Supplier<EdgeAddress> address;
    private final InstantSource clock;
    private final long timeoutNanos;

    /// @param address of this edge, once its inbox is claimed
    /// @param timeout after which an unanswered command is unknown
    public ServerPublisher(
            RecordSink writer,
            PendingPublishes pending,
            Supplier<EdgeAddress> address,
            InstantSource clock,
            Duration timeout) {
        this.writer = writer;
        this.pending = pending;
        this.address = address;
        this.clock = clock;
        this.timeoutNanos = timeout.toNanos();
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

    private interface Kind {
        void set(RoomCommand.Builder builder, ReplyAddress replyTo);
    }

    private void command(RoomId room, Kind kind, Consumer<PublishOutcome> then) {
        long correlation = pending.register(then, System.nanoTime() + timeoutNanos);
        try {
            EdgeAddress own = address.get();
            RoomCommand.Builder builder = RoomCommand.newBuilder().setRoom(room.value());
            kind.set(
                    builder,
                    new ReplyAddress(own.inbox().partition(), own.incarnation().value(), correlation));
            writer.write(
                    Topics.ROOM_COMMANDS,
                    room.value(),
                    builder.build(),
                    (metadata, failure) -> writeFailed(correlation, failure));
        } catch (RuntimeException e) {
            writeFailed(correlation, e);
        }
    }

    /// A failed write may still have happened: a repeat with the same id is safe.
    private void writeFailed(long correlation, @Nullable Exception failure) {
        if (failure != null) {
            LOGGER.atWarn().addKeyValue("error", failure.toString()).log("server command not written");
            pending.complete(correlation, new PublishOutcome.Unknown());
        }
    }
}

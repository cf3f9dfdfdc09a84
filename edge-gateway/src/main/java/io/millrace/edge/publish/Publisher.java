package io.millrace.edge.publish;

import io.millrace.edge.admission.Identity;
import io.millrace.edge.protocol.Payload;
import io.millrace.id.ClientId;
import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import io.millrace.runtime.namespace.Namespace;
import io.millrace.runtime.namespace.Namespace.Format;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.Sender;
import io.millrace.topic.Topics;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.jspecify.annotations.Nullable;

/// Takes publications into Kafka: to the moderation stream, or straight to the room where the namespace needs
/// no moderation. Thread-safe.
public final class Publisher {

    private final AnsweredWrites writes;
    private final InstantSource clock;

    /// @param clock wall clock
    public Publisher(AnsweredWrites writes, InstantSource clock) {
        this.writes = writes;
        this.clock = clock;
    }

    /// A publication as admitted.
    ///
    /// @param id its identity; a repeat must bring the same
    /// @param chanInfo shown to others in this room beside the identity's info
    public record Admitted(
            MessageId id,
            RoomId room,
            Namespace namespace,
            ClientId client,
            Identity identity,
            Payload chanInfo,
            Payload data) {}

    /// Writes a publication.
    ///
    /// @param then called exactly once with the outcome, from another thread or this one; must not block
    public void publish(Admitted message, Consumer<PublishOutcome> then) {
        if (message.namespace().moderation()) {
            writes.write((writer, replyTo, done) -> submit(message, writer, replyTo, done), then);
        } else {
            writes.write((writer, replyTo, done) -> command(message, writer, replyTo, done), then);
        }
    }

    private void submit(Admitted message, RecordSink writer, ReplyAddress replyTo, Callback done) {
        MessageSubmitted submitted = new MessageSubmitted(
                message.id().value(),
                message.room().value(),
                sender(message),
                message.data().asByteBuffer(),
                format(message.namespace()),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                replyTo);
        String key = message.identity().user().isAnonymous()
                ? message.client().value()
                : message.identity().user().value();
        writer.write(Topics.MESSAGES_SUBMITTED, key, submitted, done);
    }

    private void command(Admitted message, RecordSink writer, ReplyAddress replyTo, Callback done) {
        RoomCommand command = RoomCommand.newBuilder()
                .setRoom(message.room().value())
                .setPublish(new Publish(
                        message.id().value(),
                        sender(message),
                        message.data().asByteBuffer(),
                        format(message.namespace()),
                        clock.instant().truncatedTo(ChronoUnit.MICROS),
                        replyTo,
                        null))
                .build();
        writer.write(Topics.ROOM_COMMANDS, message.room().value(), command, done);
    }

    private static Sender sender(Admitted message) {
        Identity identity = message.identity();
        return new Sender(
                identity.user().value(), message.client().value(), bytes(identity.info()), bytes(message.chanInfo()));
    }

    static @Nullable ByteBuffer bytes(Payload payload) {
        return payload.isEmpty() ? null : payload.asByteBuffer();
    }

    private static PayloadFormat format(Namespace namespace) {
        return namespace.format() == Format.JSON ? PayloadFormat.JSON : PayloadFormat.BINARY;
    }
}

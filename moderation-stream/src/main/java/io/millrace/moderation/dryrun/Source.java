package io.millrace.moderation.dryrun;

import io.millrace.id.RoomId;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topic;
import io.millrace.topic.Topics;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/// Where messages of the past are read. Confined to one thread.
sealed interface Source extends AutoCloseable {

    /// The topic that is read.
    Topic<?> topic();

    /// The message of a record; null when it has none that moderation judges.
    ///
    /// @throws SerializationException when the record cannot be read
    @Nullable
    Said read(ConsumerRecord<byte[], byte[]> record);

    @Override
    void close();

    /// What was published.
    static Source published(AvroSerdes serdes, Predicate<RoomId> moderated) {
        return new Published(serdes.deserializer(Topics.ROOM_EVENTS), moderated);
    }

    /// What users sent, with what was refused.
    static Source submitted(AvroSerdes serdes, Predicate<RoomId> moderated) {
        return new Submitted(serdes.deserializer(Topics.MESSAGES_SUBMITTED), moderated);
    }

    /// Events of rooms.
    record Published(Deserializer<RoomEvent> values, Predicate<RoomId> moderated) implements Source {

        @Override
        public Topic<?> topic() {
            return Topics.ROOM_EVENTS;
        }

        @Override
        public @Nullable Said read(ConsumerRecord<byte[], byte[]> record) {
            RoomEvent event = values.deserialize(record.topic(), record.value());
            MessagePublished message = event == null ? null : event.getPublished();
            // What backends publish has no connection, and is not judged.
            if (event == null
                    || message == null
                    || message.getSender().getClient().isEmpty()
                    || !RoomId.isValid(event.getRoom())) {
                return null;
            }
            RoomId room = new RoomId(event.getRoom());
            return moderated.test(room)
                    ? new Said(
                            message.getMessageId(),
                            room,
                            event.getOffset(),
                            message.getSender(),
                            message.getData(),
                            message.getFormat(),
                            message.getSubmittedAt().toEpochMilli())
                    : null;
        }

        @Override
        public void close() {
            values.close();
        }
    }

    /// Messages as they came in.
    record Submitted(Deserializer<MessageSubmitted> values, Predicate<RoomId> moderated) implements Source {

        @Override
        public Topic<?> topic() {
            return Topics.MESSAGES_SUBMITTED;
        }

        @Override
        public @Nullable Said read(ConsumerRecord<byte[], byte[]> record) {
            MessageSubmitted message = values.deserialize(record.topic(), record.value());
            if (message == null || !RoomId.isValid(message.getRoom())) {
                return null;
            }
            RoomId room = new RoomId(message.getRoom());
            return moderated.test(room)
                    ? new Said(
                            message.getMessageId(),
                            room,
                            null,
                            message.getSender(),
                            message.getData(),
                            message.getFormat(),
                            record.timestamp())
                    : null;
        }

        @Override
        public void close() {
            values.close();
        }
    }
}

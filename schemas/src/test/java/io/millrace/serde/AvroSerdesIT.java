package io.millrace.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.testkit.registry.SchemaRegistry;
import io.millrace.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against the real registry.
class AvroSerdesIT {

    private final AvroSerdes serdes =
            new AvroSerdes(RegistrySettings.at(SchemaRegistry.shared().url()));

    @Test
    void recordComesBackAsItWas() {
        try (Serializer<RoomEvent> serializer = serdes.serializer(Topics.ROOM_EVENTS);
                Deserializer<RoomEvent> deserializer = serdes.deserializer(Topics.ROOM_EVENTS)) {
            byte[] bytes = serializer.serialize(Topics.ROOM_EVENTS.name(), event());

            assertThat(deserializer.deserialize(Topics.ROOM_EVENTS.name(), bytes))
                    .isEqualTo(event());
            assertThat(deserializer.deserialize(Topics.ROOM_EVENTS.name(), null))
                    .isNull();
        }
    }

    @Test
    void wireFormatIsOneZeroByteAndTheContentIdInFour() {
        try (Serializer<RoomEvent> serializer = serdes.serializer(Topics.ROOM_EVENTS)) {
            ByteBuffer bytes = ByteBuffer.wrap(serializer.serialize(Topics.ROOM_EVENTS.name(), event()));

            assertThat(bytes.get()).isZero();
            assertThat(bytes.getInt()).isPositive();
            // Avro binary: the length of the room's name, zigzag, then the name.
            assertThat(bytes.get()).isEqualTo((byte) (2 * "chat:x".length()));
        }
    }

    @Test
    void bytesThatAreNoRecordArePoison() {
        try (Deserializer<RoomEvent> deserializer = serdes.deserializer(Topics.ROOM_EVENTS)) {
            for (byte[] poison : new byte[][] {{}, {1, 2, 3}, {0, 0, 0, 0, 99, 1}, {123, 125}}) {
                assertThatThrownBy(() -> deserializer.deserialize(Topics.ROOM_EVENTS.name(), poison))
                        .isInstanceOf(SerializationException.class)
                        .matches(failure -> !RegistryUnavailableException.caused(failure));
            }
        }
    }

    @Test
    @Timeout(30) // a reader that takes it for a registry that is away waits two minutes
    void recordThatIsCutOffIsPoison() {
        try (Serializer<RoomEvent> serializer = serdes.serializer(Topics.ROOM_EVENTS);
                Deserializer<RoomEvent> deserializer = serdes.deserializer(Topics.ROOM_EVENTS)) {
            byte[] whole = serializer.serialize(Topics.ROOM_EVENTS.name(), event());

            for (int length = 0; length < whole.length; length++) {
                byte[] cutOff = Arrays.copyOf(whole, length);
                assertThatThrownBy(() -> deserializer.deserialize(Topics.ROOM_EVENTS.name(), cutOff))
                        .isInstanceOf(SerializationException.class)
                        .matches(failure -> !RegistryUnavailableException.caused(failure));
            }
        }
    }

    @Test
    void recordOfAnotherTypeIsPoison() {
        try (Serializer<RoomCommand> serializer = serdes.serializer(Topics.ROOM_COMMANDS);
                Deserializer<RoomEvent> deserializer = serdes.deserializer(Topics.ROOM_EVENTS)) {
            byte[] command = serializer.serialize(
                    Topics.ROOM_COMMANDS.name(),
                    RoomCommand.newBuilder().setRoom("chat:x").build());

            assertThatThrownBy(() -> deserializer.deserialize(Topics.ROOM_EVENTS.name(), command))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("room.events");
        }
    }

    private static RoomEvent event() {
        return RoomEvent.newBuilder()
                .setRoom("chat:x")
                .setEpoch("e")
                .setOffset(7)
                .setAt(Instant.parse("2026-01-01T00:00:00.000001Z"))
                .build();
    }
}

package io.millrace.processor.topology;

import io.millrace.processor.room.Delivery;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.EdgeStatus;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/// How the values of the topics are read and written. All parts are thread-safe.
public record RoomSerdes(
        Serde<RoomCommand> commands,
        Serializer<RoomEvent> events,
        Serializer<EdgeDelivery> deliveries,
        Deserializer<EdgeStatus> status)
        implements AutoCloseable {

    /// Through the schema registry.
    public static RoomSerdes of(AvroSerdes serdes) {
        return new RoomSerdes(
                serdes.serde(Topics.ROOM_COMMANDS),
                serdes.serializer(Topics.ROOM_EVENTS),
                serdes.serializer(Topics.EDGE_DELIVERIES),
                serdes.deserializer(Topics.EDGE_STATUS));
    }

    /// Writes one record of each kind into nowhere, so that the first room does not wait for the registry.
    ///
    /// @throws RuntimeException when the registry cannot be asked
    public void warmUp() {
        String warm = "warm-up";
        var _ = commands.serializer()
                .serialize(
                        Topics.ROOM_COMMANDS.name(),
                        RoomCommand.newBuilder().setRoom(warm).build());
        var _ = events.serialize(
                Topics.ROOM_EVENTS.name(),
                RoomEvent.newBuilder()
                        .setRoom(warm)
                        .setEpoch(warm)
                        .setOffset(0)
                        .setAt(Instant.EPOCH)
                        .build());
        var _ = deliveries.serialize(
                Topics.EDGE_DELIVERIES.name(),
                EdgeDelivery.newBuilder().setIncarnation(warm).setRoom(warm).build());
    }

    /// Only the content goes into the record; the inbox is its partition.
    Serializer<Delivery> directedDeliveries() {
        return new Serializer<>() {
            @Override
            public byte[] serialize(String topic, Delivery delivery) {
                return deliveries.serialize(topic, delivery.content());
            }

            @Override
            public byte[] serialize(String topic, Headers headers, Delivery delivery) {
                return deliveries.serialize(topic, headers, delivery.content());
            }
        };
    }

    @Override
    public void close() {
        commands.close();
        events.close();
        deliveries.close();
        status.close();
    }
}

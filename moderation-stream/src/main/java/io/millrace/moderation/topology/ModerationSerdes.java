package io.millrace.moderation.topology;

import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import org.apache.kafka.common.serialization.Serde;

/// How the values of the topics are read and written. All parts are thread-safe.
public record ModerationSerdes(
        Serde<MessageSubmitted> submitted,
        Serde<RoomCommand> commands,
        Serde<ModerationDecision> decisions,
        Serde<EdgeDelivery> deliveries)
        implements AutoCloseable {

    /// Through the schema registry.
    public static ModerationSerdes of(AvroSerdes serdes) {
        return new ModerationSerdes(
                serdes.serde(Topics.MESSAGES_SUBMITTED),
                serdes.serde(Topics.ROOM_COMMANDS),
                serdes.serde(Topics.MODERATION_DECISIONS),
                serdes.serde(Topics.EDGE_DELIVERIES));
    }

    @Override
    public void close() {
        submitted.close();
        commands.close();
        decisions.close();
        deliveries.close();
    }
}

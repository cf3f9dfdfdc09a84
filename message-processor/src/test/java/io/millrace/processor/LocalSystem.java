package io.millrace.processor;

import io.millrace.processor.room.Inputs;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.EdgeStatus;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.testkit.registry.SchemaRegistry;
import io.millrace.topic.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// The broker and the registry of this test JVM, and what edges and readers do with them. Tests keep apart by
/// room.
final class LocalSystem {

    static final KafkaBroker KAFKA = KafkaBroker.shared();
    static final String REGISTRY = SchemaRegistry.shared().url();
    private static final AvroSerdes SERDES = new AvroSerdes(RegistrySettings.at(REGISTRY));
    private static final Serializer<RoomCommand> COMMANDS = SERDES.serializer(Topics.ROOM_COMMANDS);
    private static final Serializer<EdgeStatus> STATUS = SERDES.serializer(Topics.EDGE_STATUS);

    private static final Map<String, Object> TREE = Map.of(
            "namespaces",
            Map.of(
                    "chat", Map.of("presence", true, "history-size", 50),
                    "secret", Map.of("persistence", false)));

    static {
        var _ = new TopicAdmin(KafkaSettings.local(KAFKA.bootstrapServers())).ensure(Topics.all());
    }

    private LocalSystem() {}

    /// A configuration of a processor here, with other values laid over it.
    static Config config(Map<String, String> overrides) {
        return Config.of(TREE, Map.of())
                .with(Map.of(
                        "kafka.bootstrap-servers", KAFKA.bootstrapServers(),
                        "kafka.session-timeout", "1500ms",
                        "kafka.standbys", "0",
                        "registry.url", REGISTRY,
                        "processor.ops.port", "0",
                        "archive.enabled", "false"))
                .with(overrides);
    }

    /// Launches a processor and waits until it is ready.
    static LaunchedService launch(Map<String, String> overrides) {
        LaunchedService processor = MessageProcessor.launch(config(overrides));
        Await.until(() -> processor.ready().up(), Await.DEADLINE, "processor to be ready");
        return processor;
    }

    static void send(RoomCommand command) {
        byte[] value = COMMANDS.serialize(Topics.ROOM_COMMANDS.name(), command);
        KAFKA.send(new ProducerRecord<>(Topics.ROOM_COMMANDS.name(), Inputs.key(command), value));
    }

    static void send(EdgeStatus status) {
        String key = Integer.toString(status.getInbox());
        KAFKA.send(Topics.EDGE_STATUS.name(), key, STATUS.serialize(Topics.EDGE_STATUS.name(), status));
    }

    static byte[] bytes(RoomCommand command) {
        return COMMANDS.serialize(Topics.ROOM_COMMANDS.name(), command);
    }

    /// What analysts and the archive see.
    static RecordReader<RoomEvent> events() {
        Deserializer<RoomEvent> events = SERDES.deserializer(Topics.ROOM_EVENTS);
        return KAFKA.committedReader(Topics.ROOM_EVENTS.name(), (topic, data) -> eventOrNull(events, data));
    }

    /// Null for the poison of other tests, which lies in the same topic.
    private static @Nullable RoomEvent eventOrNull(Deserializer<RoomEvent> events, byte[] data) {
        try {
            return events.deserialize(Topics.ROOM_EVENTS.name(), data);
        } catch (RuntimeException _) {
            return null;
        }
    }

    /// What edges see.
    static RecordReader<EdgeDelivery> deliveries() {
        return KAFKA.reader(Topics.EDGE_DELIVERIES.name(), SERDES.deserializer(Topics.EDGE_DELIVERIES));
    }

    static List<EdgeDelivery> of(List<ConsumerRecord<String, EdgeDelivery>> records, int inbox, String room) {
        return records.stream()
                .filter(record -> record.partition() == inbox && record.key().equals(room))
                .map(ConsumerRecord::value)
                .toList();
    }

    static List<RoomEvent> of(List<ConsumerRecord<String, RoomEvent>> records, String room) {
        return records.stream()
                .filter(record -> record.key().equals(room) && record.value() != null)
                .map(ConsumerRecord::value)
                .toList();
    }
}

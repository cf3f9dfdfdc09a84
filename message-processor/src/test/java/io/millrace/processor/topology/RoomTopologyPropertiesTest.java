package io.millrace.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.room.Delivery;
import io.millrace.processor.room.RandomCommands;
import io.millrace.processor.room.RoomSettings;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.EdgeStatus;
import io.millrace.serde.GeneratedRecords;
import io.millrace.testkit.TestRun;
import io.millrace.topic.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Properties;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/// The machinery adds nothing: what goes through Kafka Streams and its store is what the decisions alone say.
class RoomTopologyPropertiesTest {

    /// Every command finds its room restored from the Kafka store.
    private static final RoomSettings FORGETFUL =
            new RoomSettings(RandomCommands.SETTINGS.dedupWindow(), RandomCommands.SETTINGS.idleLimit(), 1);

    private final RoomMeters meters = new RoomMeters(Meters.create("topology-test"));

    @Property(tries = 100)
    void theTopologyGivesWhatTheDecisionsSay(@ForAll("commands") RandomCommands commands) {
        RoomEnvironment environment = new RoomEnvironment(RandomCommands.POLICIES, FORGETFUL, (_, _) -> {}, meters);
        Properties properties = new Properties();
        properties.putAll(KafkaSettings.local("unused:1").streams("test", true));
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG, TestRun.newFolder("streams").toString());
        try (var driver = new TopologyTestDriver(RoomTopology.build(serdes(), environment, 1), properties)) {
            TestInputTopic<String, RoomCommand> input = driver.createInputTopic(
                    Topics.ROOM_COMMANDS.name(), new StringSerializer(), serializer(RoomCommand.getEncoder()));

            commands.inputs().forEach(each -> input.pipeInput(each.key(), each.command(), each.time()));

            assertThat(values(driver, Topics.ROOM_EVENTS.name(), RoomEvent.getDecoder()))
                    .isEqualTo(commands.events());
            // The driver's topics have one partition: only inbox 0 exists.
            assertThat(values(driver, Topics.EDGE_DELIVERIES.name(), EdgeDelivery.getDecoder()))
                    .isEqualTo(commands.deliveries().stream()
                            .filter(delivery -> delivery.inbox().partition() == 0)
                            .map(Delivery::content)
                            .toList());
        }
    }

    @Provide
    Arbitrary<RandomCommands> commands() {
        return RandomCommands.arbitrary();
    }

    private static <T> List<T> values(TopologyTestDriver driver, String topic, BinaryMessageDecoder<T> decoder) {
        return driver.createOutputTopic(topic, new StringDeserializer(), deserializer(decoder))
                .readValuesToList();
    }

    private static RoomSerdes serdes() {
        GeneratedRecords.trust();
        return new RoomSerdes(
                Serdes.serdeFrom(serializer(RoomCommand.getEncoder()), deserializer(RoomCommand.getDecoder())),
                serializer(RoomEvent.getEncoder()),
                serializer(EdgeDelivery.getEncoder()),
                deserializer(EdgeStatus.getDecoder()));
    }

    private static <T> Serializer<T> serializer(BinaryMessageEncoder<T> encoder) {
        return (_, value) -> {
            try {
                ByteBuffer buffer = encoder.encode(value);
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                return bytes;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        };
    }

    private static <T> Deserializer<T> deserializer(BinaryMessageDecoder<T> decoder) {
        return (_, bytes) -> {
            try {
                return decoder.decode(bytes);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        };
    }
}

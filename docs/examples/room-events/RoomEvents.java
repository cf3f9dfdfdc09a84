import io.apicurio.registry.serde.avro.AvroKafkaDeserializer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Prints every event of every room, from the first one kept, and goes on until it is stopped.
///
/// Needs Kafka's client and Apicurio's Avro deserializer, and nothing of Millrace: the schema comes from the registry.
/// Arguments: bootstrap servers, address of the registry's v3 API, and `--until-now` to end when all is printed.
public final class RoomEvents {

    private static final String TOPIC = "room.events";

    private RoomEvents() {}

    public static void main(String[] args) {
        boolean untilNow = List.of(args).contains("--until-now");
        try (var consumer = new KafkaConsumer<String, GenericRecord>(settings(args[0], args[1]))) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!untilNow || partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                poll(consumer);
            }
        }
    }

    private static void poll(KafkaConsumer<String, GenericRecord> consumer) {
        try {
            consumer.poll(Duration.ofMillis(200)).forEach(RoomEvents::print);
        } catch (RecordDeserializationException poison) {
            System.out.println("skipped " + poison.topicPartition() + " " + poison.offset() + ": not Avro");
            consumer.seek(poison.topicPartition(), poison.offset() + 1);
        }
    }

    private static Map<String, Object> settings(String kafka, String registry) {
        return Map.of(
                "bootstrap.servers", kafka,
                // Rooms write in transactions: an event counts once it is committed.
                "isolation.level", "read_committed",
                "enable.auto.commit", false,
                "default.api.timeout.ms", 10_000,
                "key.deserializer", StringDeserializer.class,
                "value.deserializer", AvroKafkaDeserializer.class,
                "apicurio.registry.url", registry,
                "apicurio.registry.http.adapter", "JDK");
    }

    private static void print(ConsumerRecord<String, GenericRecord> record) {
        GenericRecord event = record.value();
        Instant at = Instant.EPOCH.plus((long) event.get("at"), ChronoUnit.MICROS);
        // A kind that this program does not know still has its place in the room.
        String text = event.get("published") instanceof GenericRecord published ? text(published) : "?";
        System.out.println(at + "  " + event.get("room") + " " + event.get("offset") + "  " + text);
    }

    private static String text(GenericRecord published) {
        GenericRecord sender = (GenericRecord) published.get("sender");
        String user = sender.get("user").toString();
        ByteBuffer data = (ByteBuffer) published.get("data");
        String who = user.isEmpty() ? "anonymous " + sender.get("client") : user;
        return who + ": "
                + (published.get("format").toString().equals("JSON")
                        ? StandardCharsets.UTF_8.decode(data.duplicate())
                        : data.remaining() + " bytes");
    }
}

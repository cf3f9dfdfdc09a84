package io.millrace.faults;

import io.millrace.faults.check.Entry;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.topic.Topics;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/// What the topic and the table hold in the end.
final class FinalRecord {

    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private FinalRecord() {}

    /// The committed events of the rooms with a prefix, once there are as many as expected.
    static List<Entry> topic(Cluster cluster, String prefix, int atLeast) {
        AvroSerdes serdes =
                new AvroSerdes(RegistrySettings.at(cluster.backends().registryUrl()));
        try (Deserializer<RoomEvent> deserializer = serdes.deserializer(Topics.ROOM_EVENTS);
                RecordReader<byte[]> reader =
                        cluster.broker().committedReader(Topics.ROOM_EVENTS.name(), new ByteArrayDeserializer())) {
            reader.awaitThat(
                    records -> records.stream()
                                    .filter(record ->
                                            String.valueOf(record.key()).startsWith(prefix))
                                    .count()
                            >= atLeast,
                    DEADLINE,
                    atLeast + " committed events");
            return entries(reader.toTheEnd(DEADLINE), prefix, deserializer);
        }
    }

    /// The archived rows of the rooms with a prefix, once there are as many as expected.
    static List<Entry> table(Cluster cluster, String prefix, int atLeast) {
        Await.until(
                () -> table(cluster.backends().jdbcUrl(), prefix).size() >= atLeast,
                DEADLINE,
                atLeast + " archived events");
        return table(cluster.backends().jdbcUrl(), prefix);
    }

    /// The newest offset of each room.
    static Map<String, Long> tops(List<Entry> topic) {
        Map<String, Long> tops = new HashMap<>();
        topic.forEach(entry -> tops.merge(entry.room(), entry.offset(), Math::max));
        return tops;
    }

    /// The key is the room, so that records of others, poison among them, need not be read.
    private static List<Entry> entries(
            List<ConsumerRecord<String, byte[]>> records, String prefix, Deserializer<RoomEvent> deserializer) {
        return records.stream()
                .filter(record -> String.valueOf(record.key()).startsWith(prefix))
                .map(record -> deserializer.deserialize(record.topic(), record.value()))
                .map(event -> new Entry(
                        event.getRoom(),
                        event.getEpoch(),
                        event.getOffset(),
                        Payloads.id(event.getPublished().getData())))
                .toList();
    }

    private static List<Entry> table(String jdbcUrl, String prefix) {
        String sql = "select room, epoch, room_offset, data from room_events where room like ?";
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, prefix + "%");
            List<Entry> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(new Entry(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getLong(3),
                            Payloads.id(ByteBuffer.wrap(rows.getBytes(4)))));
                }
            }
            return entries;
        } catch (SQLException e) {
            throw new IllegalStateException("the archive cannot be read", e);
        }
    }
}

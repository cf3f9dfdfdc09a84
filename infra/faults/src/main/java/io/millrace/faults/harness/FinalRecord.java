package io.millrace.faults.harness;

import io.millrace.faults.check.Entry;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
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
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// What the topic and the table hold in the end.
///
/// @param bootstrapServers of Kafka
/// @param registryUrl of the schema registry
/// @param jdbcUrl of the archive
public record FinalRecord(String bootstrapServers, String registryUrl, String jdbcUrl) {

    private static final Duration POLL = Duration.ofMillis(100);

    /// The committed events of the rooms with a prefix, read to the end that the topic has now; once there
    /// are as many publications as expected, or the time is over. Events without a place are left out.
    public List<Entry> topic(String prefix, int atLeast, Duration atMost) {
        AvroSerdes serdes = new AvroSerdes(RegistrySettings.at(registryUrl));
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers, "isolation.level", "read_committed", "fetch.max.wait.ms", 50);
        try (Deserializer<RoomEvent> events = serdes.deserializer(Topics.ROOM_EVENTS);
                Consumer<String, byte[]> consumer =
                        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.ROOM_EVENTS.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<Entry> entries = new ArrayList<>();
            long deadline = System.nanoTime() + atMost.toNanos();
            boolean atEnd = false;
            while (!(atEnd && publications(entries) >= atLeast) && System.nanoTime() - deadline < 0) {
                consumer.poll(POLL).forEach(record -> {
                    // The key is the room, so that records of others, poison among them, need not be read.
                    if (String.valueOf(record.key()).startsWith(prefix)) {
                        entry(events.deserialize(record.topic(), record.value()))
                                .ifPresent(entries::add);
                    }
                });
                atEnd = isAtEnd(consumer);
            }
            return entries;
        }
    }

    /// The archived rows of the rooms with a prefix, once there are as many as expected or the time is over.
    ///
    /// @throws IllegalStateException when the archive cannot be read even then
    public List<Entry> table(String prefix, int atLeast, Duration atMost) {
        var _ = Waiting.until(() -> holds(prefix, atLeast), atMost);
        try {
            return rows(prefix);
        } catch (SQLException e) {
            throw new IllegalStateException("the archive cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean holds(String prefix, int atLeast) {
        try {
            return rows(prefix).size() >= atLeast;
        } catch (SQLException notThere) {
            return false;
        }
    }

    /// The newest event of each room that subscribers see, by its offset.
    public static Map<String, Long> tops(List<Entry> topic) {
        Map<String, Long> tops = new HashMap<>();
        topic.stream().filter(Entry::isSeen).forEach(entry -> tops.merge(entry.room(), entry.offset(), Math::max));
        return tops;
    }

    /// How many of the events are publications: as many rows does the table have, when nothing was removed.
    public static int publications(List<Entry> topic) {
        return (int) topic.stream().filter(Entry::isPublication).count();
    }

    private static boolean isAtEnd(Consumer<?, ?> consumer) {
        return consumer.endOffsets(consumer.assignment()).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /// An event as the checker knows it; none for a publication that has no place.
    static Optional<Entry> entry(RoomEvent event) {
        if (event.getOffset() == 0) {
            return Optional.empty();
        }
        if (event.getRetracted() != null) {
            long target = event.getRetracted().getOffset();
            return Optional.of(Entry.retraction(event.getRoom(), event.getEpoch(), event.getOffset(), target));
        }
        MessagePublished published = event.getPublished();
        return Optional.of(
                published == null
                        ? Entry.removal(event.getRoom(), event.getEpoch(), event.getOffset())
                        : entry(event.getRoom(), event.getEpoch(), event.getOffset(), published.getData()));
    }

    private static Entry entry(String room, String epoch, long offset, ByteBuffer data) {
        String payload = Payloads.text(data);
        return new Entry(room, epoch, offset, Payloads.id(payload), Payloads.hash(payload));
    }

    private static Entry row(ResultSet row) throws SQLException {
        String room = row.getString(1);
        String epoch = row.getString(2);
        long offset = row.getLong(3);
        long target = row.getLong(5);
        return row.wasNull()
                ? entry(room, epoch, offset, ByteBuffer.wrap(row.getBytes(4)))
                : Entry.retraction(room, epoch, offset, target);
    }

    private List<Entry> rows(String prefix) throws SQLException {
        String sql = "select room, epoch, room_offset, data, retracts from room_events where room like ?";
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, prefix + "%");
            List<Entry> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    entries.add(row(rows));
                }
            }
            return entries;
        }
    }
}

package io.millrace.processor.history;

import io.millrace.processor.history.ArchiveTables.Step;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.serde.RegistryUnavailableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/// Turns consumed records into one transaction. Used by the writer's thread only.
final class ArchiveBatch {

    private final String topic;
    private final Deserializer<RoomEvent> events;
    private final Predicate<RoomEvent> persistent;
    private final ArchiveTables tables;
    private final DeadLetterOffice deadLetters;
    private final ArchiveMeters meters;

    ArchiveBatch(
            String topic,
            Deserializer<RoomEvent> events,
            Predicate<RoomEvent> persistent,
            ArchiveTables tables,
            DeadLetterOffice deadLetters,
            ArchiveMeters meters) {
        this.topic = topic;
        this.events = events;
        this.persistent = persistent;
        this.tables = tables;
        this.deadLetters = deadLetters;
        this.meters = meters;
    }

    /// Archives records and moves the positions past them.
    ///
    /// @param records of one or more partitions, each in order
    /// @param positions of the archive, by partition; moved when it worked
    /// @return false when another writer owns one of the partitions; nothing was written
    /// @throws SQLException when the database cannot do it now
    boolean write(List<ConsumerRecord<byte[], byte[]>> records, Map<Integer, Long> positions) throws SQLException {
        try {
            return writeTogether(records, positions);
        } catch (SQLException failure) {
            if (!isAboutData(failure)) {
                throw failure;
            }
            return writeOneByOne(records, positions, failure);
        }
    }

    private boolean writeTogether(List<ConsumerRecord<byte[], byte[]>> records, Map<Integer, Long> positions)
            throws SQLException {
        List<RoomEvent> rows = new ArrayList<>(records.size());
        Map<Integer, Step> steps = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            read(record, rows);
            int partition = record.partition();
            long expected = positions.getOrDefault(partition, -1L);
            steps.put(partition, new Step(partition, expected, record.offset() + 1));
        }
        boolean owner = tables.write(topic, List.copyOf(steps.values()), rows);
        if (owner) {
            steps.values().forEach(step -> positions.put(step.partition(), step.next()));
            meters.rows(rows.size());
        }
        return owner;
    }

    /// Finds the record that the database refuses, and puts it aside.
    private boolean writeOneByOne(
            List<ConsumerRecord<byte[], byte[]>> records, Map<Integer, Long> positions, SQLException failure)
            throws SQLException {
        if (records.size() == 1) {
            ConsumerRecord<byte[], byte[]> poison = records.getFirst();
            putAside(poison, failure);
            long expected = positions.getOrDefault(poison.partition(), -1L);
            Step step = new Step(poison.partition(), expected, poison.offset() + 1);
            boolean owner = tables.write(topic, List.of(step), List.of());
            if (owner) {
                positions.put(step.partition(), step.next());
            }
            return owner;
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!write(List.of(record), positions)) {
                return false;
            }
        }
        return true;
    }

    private void read(ConsumerRecord<byte[], byte[]> record, List<RoomEvent> rows) {
        RoomEvent event;
        try {
            event = events.deserialize(record.topic(), record.headers(), record.value());
            if (event == null) {
                throw new IllegalArgumentException("an event must have a value");
            }
        } catch (RuntimeException failure) {
            if (RegistryUnavailableException.caused(failure)) {
                throw failure;
            }
            putAside(record, failure);
            return;
        }
        // A kind that is not known yet has no row, but its place in the topic is passed.
        boolean known =
                event.getPublished() != null || event.getHistoryRemoved() != null || event.getRetracted() != null;
        if (known && persistent.test(event)) {
            rows.add(event);
        }
    }

    private void putAside(ConsumerRecord<byte[], byte[]> record, Exception reason) {
        deadLetters.take(record, reason);
        meters.deadLetter();
    }

    /// SQLSTATE class 22 (data exception) or 23 (integrity): the same row would be refused for ever.
    private static boolean isAboutData(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}

package io.millrace.processor.history;

import io.millrace.history.intake.DataErrors;
import io.millrace.history.intake.IntakeTarget;
import io.millrace.processor.history.ArchiveTables.Step;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.serde.RegistryUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/// Turns consumed records into one transaction. Used by the writer's thread only.
final class ArchiveBatch implements IntakeTarget {

    private final String topic;
    private final Deserializer<RoomEvent> events;
    private final Predicate<RoomEvent> persistent;
    private final ArchiveTables tables;
    private final DeadLetterOffice deadLetters;
    private final ArchiveMeters meters;
    private final ArchiveState state;

    ArchiveBatch(
            String topic,
            Deserializer<RoomEvent> events,
            Predicate<RoomEvent> persistent,
            ArchiveTables tables,
            DeadLetterOffice deadLetters,
            ArchiveMeters meters,
            ArchiveState state) {
        this.topic = topic;
        this.events = events;
        this.persistent = persistent;
        this.tables = tables;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.state = state;
    }

    @Override
    public Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) throws SQLException {
        Map<TopicPartition, Long> positions = new HashMap<>();
        tables.positions(
                        topic,
                        partitions.stream().map(TopicPartition::partition).toList())
                .forEach((partition, position) -> positions.put(new TopicPartition(topic, partition), position));
        return positions;
    }

    @Override
    public void works(long lag) {
        state.works(lag);
    }

    @Override
    public void failed(String reason) {
        meters.failure();
        state.failed(reason);
    }

    @Override
    public boolean write(List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, Long> positions)
            throws SQLException {
        long start = System.nanoTime();
        boolean owner = archive(records, positions);
        if (owner) {
            meters.batch(Duration.ofNanos(System.nanoTime() - start));
        }
        return owner;
    }

    private boolean archive(List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, Long> positions)
            throws SQLException {
        try {
            return writeTogether(records, positions);
        } catch (SQLException failure) {
            if (!DataErrors.isOne(failure)) {
                throw failure;
            }
            return writeOneByOne(records, positions, failure);
        }
    }

    private boolean writeTogether(List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, Long> positions)
            throws SQLException {
        List<RoomEvent> rows = new ArrayList<>(records.size());
        Map<Integer, Step> steps = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            read(record, rows);
            int partition = record.partition();
            long expected = positions.getOrDefault(new TopicPartition(topic, partition), -1L);
            steps.put(partition, new Step(partition, expected, record.offset() + 1));
        }
        boolean owner = tables.write(topic, List.copyOf(steps.values()), rows);
        if (owner) {
            steps.values().forEach(step -> positions.put(new TopicPartition(topic, step.partition()), step.next()));
            meters.rows(rows.size());
        }
        return owner;
    }

    /// Finds the record that the database refuses, and puts it aside.
    private boolean writeOneByOne(
            List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, Long> positions, SQLException failure)
            throws SQLException {
        if (records.size() == 1) {
            ConsumerRecord<byte[], byte[]> poison = records.getFirst();
            putAside(poison, failure);
            TopicPartition partition = new TopicPartition(topic, poison.partition());
            long expected = positions.getOrDefault(partition, -1L);
            Step step = new Step(poison.partition(), expected, poison.offset() + 1);
            boolean owner = tables.write(topic, List.of(step), List.of());
            if (owner) {
                positions.put(partition, step.next());
            }
            return owner;
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!archive(List.of(record), positions)) {
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
}

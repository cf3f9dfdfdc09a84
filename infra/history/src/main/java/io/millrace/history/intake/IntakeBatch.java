package io.millrace.history.intake;

import io.millrace.serde.RegistryUnavailableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Writes the records of one poll: in one transaction, or, when one of them cannot be written, in a
/// transaction each, so that the one is found and put aside.
///
/// @param <R> what a record becomes
final class IntakeBatch<R> {

    private final IntakeTarget<R> target;
    private final List<Entry<R>> entries;

    private IntakeBatch(IntakeTarget<R> target, List<Entry<R>> entries) {
        this.target = target;
        this.entries = entries;
    }

    private record Entry<R>(ConsumerRecord<byte[], byte[]> record, Optional<R> row) {

        TopicPartition partition() {
            return new TopicPartition(record.topic(), record.partition());
        }
    }

    /// Reads the records; those that cannot be read are put aside, and only their place is passed.
    ///
    /// @param records of one or more partitions, each in order
    static <R> IntakeBatch<R> read(IntakeTarget<R> target, List<ConsumerRecord<byte[], byte[]>> records) {
        List<Entry<R>> entries = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            entries.add(new Entry<>(record, row(target, record)));
        }
        return new IntakeBatch<>(target, entries);
    }

    private static <R> Optional<R> row(IntakeTarget<R> target, ConsumerRecord<byte[], byte[]> record) {
        try {
            return target.read(record);
        } catch (RuntimeException failure) {
            if (RegistryUnavailableException.caused(failure)) {
                throw failure;
            }
            target.putAside(record, failure);
            return Optional.empty();
        }
    }

    /// Writes them.
    ///
    /// @param positions of the tables; moved past what was written
    /// @return false when another process owns one of the partitions; what is left was not written
    /// @throws SQLException when the database cannot do it now
    boolean write(Map<TopicPartition, Long> positions) throws SQLException {
        try {
            return write(entries, positions);
        } catch (SQLException | RuntimeException failure) {
            if (!DataErrors.isOne(failure)) {
                throw failure;
            }
        }
        for (Entry<R> entry : entries) {
            if (!writeAlone(entry, positions)) {
                return false;
            }
        }
        return true;
    }

    private boolean writeAlone(Entry<R> entry, Map<TopicPartition, Long> positions) throws SQLException {
        try {
            return write(List.of(entry), positions);
        } catch (SQLException | RuntimeException failure) {
            if (!DataErrors.isOne(failure)) {
                throw failure;
            }
            target.putAside(entry.record(), failure);
        }
        return write(List.of(new Entry<>(entry.record(), Optional.empty())), positions);
    }

    private boolean write(List<Entry<R>> some, Map<TopicPartition, Long> positions) throws SQLException {
        Map<TopicPartition, Step> steps = new HashMap<>();
        for (Entry<R> entry : some) {
            TopicPartition partition = entry.partition();
            long expected = positions.getOrDefault(partition, -1L);
            steps.put(partition, new Step(partition, expected, entry.record().offset() + 1));
        }
        List<R> rows = some.stream().flatMap(entry -> entry.row().stream()).toList();
        boolean owner = target.write(rows, List.copyOf(steps.values()));
        if (owner) {
            steps.forEach((partition, step) -> positions.put(partition, step.next()));
        }
        return owner;
    }
}

package io.millrace.history.intake;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// The tables that a [TableIntake] fills. Called by its thread only.
///
/// @param <R> what a record becomes
public interface IntakeTarget<R> {

    /// Where the tables end: for each partition the offset of the next record. Asked with no partition now and
    /// then, to see that the database is there.
    ///
    /// @throws SQLException when the database cannot say it now
    Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) throws SQLException;

    /// What a record becomes; empty when the tables have no place for it.
    ///
    /// @throws RuntimeException when it cannot be read: it is put aside then, unless only the registry is away
    Optional<R> read(ConsumerRecord<byte[], byte[]> record);

    /// Writes rows and moves the positions, in one transaction.
    ///
    /// @param rows in the order of their records; none when only the positions move
    /// @return false when another process owns one of the partitions; nothing was written
    /// @throws SQLException when the database cannot do it now, or refuses a row for ever: then its SQLSTATE
    ///     is of class 22 (data exception), 23 (integrity) or 54 (program limit)
    /// @throws RuntimeException when a row cannot be written; the record is put aside then
    boolean write(List<R> rows, List<Step> steps) throws SQLException;

    /// Takes over a record that will never be in the tables, and returns when it lies safely.
    ///
    /// @throws org.apache.kafka.common.KafkaException when that cannot be done now; the record is read again
    ///     then
    void putAside(ConsumerRecord<byte[], byte[]> record, Exception reason);

    /// A step worked.
    ///
    /// @param lag records of the own partitions that are not in the tables yet
    void works(long lag);

    /// A step failed and will be repeated.
    void failed(String reason);
}

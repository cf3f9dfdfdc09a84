package io.millrace.history.intake;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// The tables that a [TableIntake] fills. Called by its thread only.
public interface IntakeTarget {

    /// Where the tables end: for each partition the offset of the next record. Asked with no partition now and
    /// then, to see that the database is there.
    ///
    /// @throws SQLException when the database cannot say it now
    Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) throws SQLException;

    /// Writes records and moves the positions past them, in one transaction.
    ///
    /// @param records of one or more partitions, each in order
    /// @param positions of the tables; moved when it worked
    /// @return false when another process owns one of the partitions; nothing was written
    /// @throws SQLException when the database cannot do it now
    boolean write(List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, Long> positions)
            throws SQLException;

    /// A step worked.
    ///
    /// @param lag records of the own partitions that are not in the tables yet
    void works(long lag);

    /// A step failed and will be repeated.
    void failed(String reason);
}

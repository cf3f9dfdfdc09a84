package io.millrace.moderation.desk.feed;

import io.millrace.moderation.desk.store.DeskDatabase;
import io.millrace.moderation.desk.store.Positions;
import io.millrace.moderation.desk.store.Positions.Part;
import io.millrace.moderation.desk.store.Positions.Step;
import io.millrace.moderation.desk.store.SqlWork;
import io.millrace.serde.RegistryUnavailableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Turns consumed records into one transaction. Used by the feed's thread only.
final class FeedBatch {

    private final DeskDatabase database;
    private final FeedTopics topics;
    private final DeadLetterBox deadLetters;

    FeedBatch(DeskDatabase database, FeedTopics topics, DeadLetterBox deadLetters) {
        this.database = database;
        this.topics = topics;
        this.deadLetters = deadLetters;
    }

    /// Writes records and moves the positions past them.
    ///
    /// @param positions by partition; moved when it worked
    /// @return false when another desk owns one of the partitions; nothing was written
    /// @throws SQLException when the database cannot do it now
    boolean write(List<ConsumerRecord<byte[], byte[]>> records, Map<Part, Long> positions) throws SQLException {
        try {
            return writeTogether(records, positions, works(records));
        } catch (SQLException failure) {
            if (!isAboutData(failure)) {
                throw failure;
            }
            return writeOneByOne(records, positions, failure);
        }
    }

    private boolean writeTogether(
            List<ConsumerRecord<byte[], byte[]>> records, Map<Part, Long> positions, List<SqlWork<?>> works)
            throws SQLException {
        Map<Part, Step> steps = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Part part = new Part(record.topic(), record.partition());
            steps.put(part, new Step(part, positions.getOrDefault(part, -1L), record.offset() + 1));
        }
        boolean owner = database.transaction(connection -> {
            if (!Positions.advance(connection, List.copyOf(steps.values()))) {
                connection.rollback();
                return false;
            }
            for (SqlWork<?> work : works) {
                work.run(connection);
            }
            return true;
        });
        if (owner) {
            steps.values().forEach(step -> positions.put(step.part(), step.next()));
        }
        return owner;
    }

    /// Finds the record that the database refuses, and puts it aside.
    private boolean writeOneByOne(
            List<ConsumerRecord<byte[], byte[]>> records, Map<Part, Long> positions, SQLException failure)
            throws SQLException {
        if (records.size() == 1) {
            deadLetters.take(records.getFirst(), failure);
            return writeTogether(records, positions, List.of());
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!write(List.of(record), positions)) {
                return false;
            }
        }
        return true;
    }

    private List<SqlWork<?>> works(List<ConsumerRecord<byte[], byte[]>> records) {
        List<SqlWork<?>> works = new ArrayList<>(records.size());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                works.add(topics.work(record));
            } catch (RuntimeException failure) {
                if (RegistryUnavailableException.caused(failure)) {
                    throw failure;
                }
                deadLetters.take(record, failure);
            }
        }
        return works;
    }

    /// Classes 22 and 23 of SQLSTATE: the values are refused, now and later.
    private static boolean isAboutData(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}

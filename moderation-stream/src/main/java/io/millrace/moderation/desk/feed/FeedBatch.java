package io.millrace.moderation.desk.feed;

import io.millrace.history.intake.DataErrors;
import io.millrace.history.intake.IntakeTarget;
import io.millrace.moderation.desk.store.DeskDatabase;
import io.millrace.moderation.desk.store.Positions;
import io.millrace.moderation.desk.store.Positions.Part;
import io.millrace.moderation.desk.store.Positions.Step;
import io.millrace.moderation.desk.store.SqlWork;
import io.millrace.serde.RegistryUnavailableException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// Turns consumed records into one transaction. Used by the feed's thread only.
final class FeedBatch implements IntakeTarget {

    private final DeskDatabase database;
    private final FeedTopics topics;
    private final DeadLetterBox deadLetters;
    private final FeedState state;

    FeedBatch(DeskDatabase database, FeedTopics topics, DeadLetterBox deadLetters, FeedState state) {
        this.database = database;
        this.topics = topics;
        this.deadLetters = deadLetters;
        this.state = state;
    }

    @Override
    public Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) throws SQLException {
        List<Part> parts = partitions.stream().map(FeedBatch::part).toList();
        Map<TopicPartition, Long> positions = new HashMap<>();
        database.transaction(connection -> Positions.read(connection, parts))
                .forEach((part, position) ->
                        positions.put(new TopicPartition(part.topic(), part.partition()), position));
        return positions;
    }

    @Override
    public void works(long lag) {
        state.works(lag);
    }

    @Override
    public void failed(String reason) {
        state.failed(reason);
    }

    private static Part part(TopicPartition partition) {
        return new Part(partition.topic(), partition.partition());
    }

    @Override
    public boolean write(List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, Long> positions)
            throws SQLException {
        try {
            return writeTogether(records, positions, works(records));
        } catch (SQLException failure) {
            if (!DataErrors.isOne(failure)) {
                throw failure;
            }
            return writeOneByOne(records, positions, failure);
        }
    }

    private boolean writeTogether(
            List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, Long> positions, List<SqlWork<?>> works)
            throws SQLException {
        Map<Part, Step> steps = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            Part part = part(partition);
            steps.put(part, new Step(part, positions.getOrDefault(partition, -1L), record.offset() + 1));
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
            steps.values()
                    .forEach(step -> positions.put(
                            new TopicPartition(step.part().topic(), step.part().partition()), step.next()));
        }
        return owner;
    }

    /// Finds the record that the database refuses, and puts it aside.
    private boolean writeOneByOne(
            List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, Long> positions, SQLException failure)
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
}

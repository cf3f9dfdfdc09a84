package io.millrace.moderation.desk.feed;

import io.millrace.history.intake.IntakeState;
import io.millrace.history.intake.IntakeTarget;
import io.millrace.history.intake.OffsetTable;
import io.millrace.history.intake.Step;
import io.millrace.moderation.desk.store.DeskDatabase;
import io.millrace.moderation.desk.store.SqlWork;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// The tables of the desk, as what fills them sees them. Used by the feed's thread only.
final class FeedTarget implements IntakeTarget<SqlWork<?>> {

    private static final OffsetTable OFFSETS = new OffsetTable("moderation_offsets");

    private final DeskDatabase database;
    private final FeedTopics topics;
    private final DeadLetterBox deadLetters;
    private final IntakeState state;

    FeedTarget(DeskDatabase database, FeedTopics topics, DeadLetterBox deadLetters, IntakeState state) {
        this.database = database;
        this.topics = topics;
        this.deadLetters = deadLetters;
        this.state = state;
    }

    @Override
    public Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) throws SQLException {
        return database.transaction(connection -> OFFSETS.read(connection, partitions));
    }

    @Override
    public Optional<SqlWork<?>> read(ConsumerRecord<byte[], byte[]> record) {
        return Optional.of(topics.work(record));
    }

    @Override
    public boolean write(List<SqlWork<?>> rows, List<Step> steps) throws SQLException {
        return database.transaction(connection -> {
            if (!OFFSETS.advance(connection, steps)) {
                connection.rollback();
                return false;
            }
            for (SqlWork<?> row : rows) {
                row.run(connection);
            }
            return true;
        });
    }

    @Override
    public void putAside(ConsumerRecord<byte[], byte[]> record, Exception reason) {
        deadLetters.take(record, reason);
    }

    @Override
    public void works(long lag) {
        state.works(lag);
    }

    @Override
    public void failed(String reason) {
        state.failed(reason);
    }
}

package io.millrace.processor.history;

import io.millrace.history.intake.IntakeState;
import io.millrace.history.intake.IntakeTarget;
import io.millrace.history.intake.Step;
import io.millrace.schema.chat.RoomEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/// The tables of the archive, as what fills them sees them. Used by the writer's thread only.
final class ArchiveTarget implements IntakeTarget<RoomEvent> {

    private final Deserializer<RoomEvent> events;
    private final Predicate<RoomEvent> persistent;
    private final ArchiveTables tables;
    private final DeadLetterOffice deadLetters;
    private final ArchiveMeters meters;
    private final IntakeState state;

    ArchiveTarget(
            Deserializer<RoomEvent> events,
            Predicate<RoomEvent> persistent,
            ArchiveTables tables,
            DeadLetterOffice deadLetters,
            ArchiveMeters meters,
            IntakeState state) {
        this.events = events;
        this.persistent = persistent;
        this.tables = tables;
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.state = state;
    }

    @Override
    public Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) throws SQLException {
        return tables.positions(partitions);
    }

    /// A kind that is not known yet has no row, but its place in the topic is passed.
    @Override
    public Optional<RoomEvent> read(ConsumerRecord<byte[], byte[]> record) {
        RoomEvent event = Objects.requireNonNull(
                events.deserialize(record.topic(), record.headers(), record.value()), "an event must have a value");
        boolean known =
                event.getPublished() != null || event.getHistoryRemoved() != null || event.getRetracted() != null;
        return known && persistent.test(event) ? Optional.of(event) : Optional.empty();
    }

    @Override
    public boolean write(List<RoomEvent> rows, List<Step> steps) throws SQLException {
        long start = System.nanoTime();
        boolean owner = tables.write(steps, rows);
        if (owner) {
            meters.batch(Duration.ofNanos(System.nanoTime() - start));
            meters.rows(rows.size());
        }
        return owner;
    }

    @Override
    public void putAside(ConsumerRecord<byte[], byte[]> record, Exception reason) {
        deadLetters.take(record, reason);
        meters.deadLetter();
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
}

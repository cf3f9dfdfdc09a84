package io.millrace.processor.history;

import io.millrace.history.intake.IntakeState;
import io.millrace.history.intake.RunningIntake;
import io.millrace.processor.config.ProcessorConfig;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.topic.Topics;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/// The running archive writer of this process: one thread that moves `room.events` into PostgreSQL and
/// outlives every outage of either side. Thread-safe.
public final class ArchiveWriter implements AutoCloseable {

    private static final String NAME = "message-archive";

    private final Closer resources;
    private final IntakeState state;

    private ArchiveWriter(Closer resources, IntakeState state) {
        this.resources = resources;
        this.state = state;
    }

    /// Starts to archive; returns at once, whether or not the database is there.
    ///
    /// @param persistent whether an event belongs into the archive
    public static ArchiveWriter launch(
            KafkaSettings kafka,
            ProcessorConfig.Archive settings,
            Deserializer<RoomEvent> events,
            Predicate<RoomEvent> persistent,
            Meters meters) {
        return Closer.opening(resources -> {
            IntakeState state = new IntakeState(settings.lagLimit());
            ArchiveTables tables = new ArchiveTables(resources.add(ArchiveDatabase.open(settings.database())));
            DeadLetterOffice deadLetters = new DeadLetterOffice(resources.add(
                    new KafkaProducer<>(kafka.producer(NAME), new ByteArraySerializer(), new ByteArraySerializer())));
            ArchiveTarget target = new ArchiveTarget(
                    events, persistent, tables, deadLetters, new ArchiveMeters(meters, state::lag), state);
            RunningIntake.Settings intake = new RunningIntake.Settings(
                    NAME,
                    settings.groupId(),
                    List.of(Topics.ROOM_EVENTS.name()),
                    settings.batchRows(),
                    settings.retry().first(),
                    settings.retry().longest());
            resources.add(RunningIntake.launch("archive-writer", intake, kafka, target));
            return new ArchiveWriter(resources, state);
        });
    }

    /// Down while the database is away or the archive is too far behind, with the reason.
    public Health health() {
        return state.health();
    }

    @Override
    public void close() {
        resources.close();
    }
}

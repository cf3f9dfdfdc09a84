package io.millrace.processor.history;

import io.millrace.history.intake.Backoff;
import io.millrace.history.intake.IntakeState;
import io.millrace.history.intake.TableIntake;
import io.millrace.processor.config.ProcessorConfig;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/// The running archive writer of this process: one thread that moves `room.events` into PostgreSQL and
/// outlives every outage of either side. Thread-safe.
public final class ArchiveWriter implements AutoCloseable {

    private static final String NAME = "message-archive";
    private static final Duration CLOSE = Duration.ofSeconds(8);

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
            ArchiveWriter writer = new ArchiveWriter(resources, new IntakeState(settings.lagLimit()));
            writer.open(kafka, settings, events, persistent, meters);
            return writer;
        });
    }

    private void open(
            KafkaSettings kafka,
            ProcessorConfig.Archive settings,
            Deserializer<RoomEvent> events,
            Predicate<RoomEvent> persistent,
            Meters meters) {
        String topic = Topics.ROOM_EVENTS.name();
        ArchiveMeters archiveMeters = new ArchiveMeters(meters, state::lag);
        ArchiveTables tables = new ArchiveTables(resources.add(ArchiveDatabase.open(settings.database())));
        DeadLetterOffice deadLetters = new DeadLetterOffice(resources.add(
                new KafkaProducer<>(kafka.producer(NAME), new ByteArraySerializer(), new ByteArraySerializer())));
        ArchiveTarget target = new ArchiveTarget(events, persistent, tables, deadLetters, archiveMeters, state);
        ProcessorConfig.Retry retry = settings.retry();
        Backoff backoff = new Backoff(
                retry.first(),
                retry.longest(),
                () -> ThreadLocalRandom.current().nextDouble());
        TableIntake<RoomEvent> loop =
                new TableIntake<>(List.of(topic), () -> consumer(kafka, settings), target, backoff);
        Thread thread = Threads.start("archive-writer", loop);
        resources.add(() -> {
            loop.stop();
            Threads.join(thread, CLOSE);
        });
    }

    /// Only committed events; the group shares the partitions, but the offsets lie in the database.
    private static Consumer<byte[], byte[]> consumer(KafkaSettings kafka, ProcessorConfig.Archive settings) {
        Map<String, Object> properties = kafka.consumer(NAME);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.groupId());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batchRows());
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
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

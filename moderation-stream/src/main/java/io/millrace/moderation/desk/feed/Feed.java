package io.millrace.moderation.desk.feed;

import io.millrace.history.intake.Backoff;
import io.millrace.history.intake.IntakeState;
import io.millrace.history.intake.TableIntake;
import io.millrace.moderation.desk.store.DeskDatabase;
import io.millrace.moderation.desk.store.SqlWork;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.serde.AvroSerdes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// One thread that moves topics into the tables and outlives every outage of either side. Thread-safe.
public final class Feed implements AutoCloseable {

    private static final int BATCH = 500;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(8);

    private final Closer resources = new Closer();
    private final IntakeState state = new IntakeState(Long.MAX_VALUE);

    private Feed() {}

    /// Starts to read; returns at once, whether or not the database is there.
    public static Feed launch(
            KafkaSettings kafka,
            String groupId,
            AvroSerdes serdes,
            DeskDatabase database,
            RecordWriter writer,
            Arrivals arrivals) {
        Feed feed = new Feed();
        FeedTopics topics = feed.resources.add(new FeedTopics(serdes, arrivals));
        FeedTarget target = new FeedTarget(database, topics, new DeadLetterBox(writer), feed.state);
        Backoff backoff = new Backoff(
                FIRST_PAUSE, LONGEST_PAUSE, () -> ThreadLocalRandom.current().nextDouble());
        TableIntake<SqlWork<?>> loop =
                new TableIntake<>(FeedTopics.NAMES, () -> consumer(kafka, groupId), target, backoff);
        Thread thread = Threads.start("moderation-feed", loop);
        feed.resources.add(() -> {
            loop.stop();
            Threads.join(thread, CLOSE);
        });
        return feed;
    }

    /// Only committed records; the group shares the partitions, but the offsets lie in the database.
    private static Consumer<byte[], byte[]> consumer(KafkaSettings kafka, String groupId) {
        Map<String, Object> properties = kafka.consumer("moderation-desk");
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BATCH);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// Records of the own partitions that are not in the tables yet.
    public long lag() {
        return state.lag();
    }

    /// Down while the database or Kafka is away, with the reason.
    public Health health() {
        return state.health();
    }

    @Override
    public void close() {
        resources.close();
    }
}

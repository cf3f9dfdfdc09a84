package io.millrace.moderation.desk.feed;

import io.millrace.history.intake.IntakeState;
import io.millrace.history.intake.RunningIntake;
import io.millrace.moderation.desk.store.DeskDatabase;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.serde.AvroSerdes;
import java.time.Duration;

/// One thread that moves topics into the tables and outlives every outage of either side. Thread-safe.
public final class Feed implements AutoCloseable {

    private static final int BATCH = 500;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Closer resources;
    private final IntakeState state;

    private Feed(Closer resources, IntakeState state) {
        this.resources = resources;
        this.state = state;
    }

    /// Starts to read; returns at once, whether or not the database is there.
    public static Feed launch(
            KafkaSettings kafka,
            String groupId,
            AvroSerdes serdes,
            DeskDatabase database,
            RecordWriter writer,
            Arrivals arrivals) {
        return Closer.opening(resources -> {
            IntakeState state = new IntakeState(Long.MAX_VALUE);
            FeedTopics topics = resources.add(new FeedTopics(serdes, arrivals));
            FeedTarget target = new FeedTarget(database, topics, new DeadLetterBox(writer), state);
            RunningIntake.Settings settings = new RunningIntake.Settings(
                    "moderation-desk", groupId, FeedTopics.NAMES, BATCH, FIRST_PAUSE, LONGEST_PAUSE);
            resources.add(RunningIntake.launch("moderation-feed", settings, kafka, target));
            return new Feed(resources, state);
        });
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

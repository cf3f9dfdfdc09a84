package io.millrace.moderation.topology;

import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.metrics.Meters;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The moderation of this process, running.
///
/// A stream thread that fails is replaced after a pause, for as long as it takes; what it had not committed
/// is judged again, and the rooms drop what they have already. Thread-safe.
public final class ModerationStreams implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ModerationStreams.class);
    private static final Duration BEFORE_REPLACEMENT = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(8);

    private final KafkaStreams streams;
    private final CountDownLatch closing = new CountDownLatch(1);

    private ModerationStreams(KafkaStreams streams) {
        this.streams = streams;
    }

    /// What is moderated, and how.
    ///
    /// @param applicationId consumer group, and prefix of the changelog topic
    /// @param environment what moderation knows besides its own state
    public record Settings(String applicationId, Environment environment) {}

    /// Starts to moderate; returns before the first partition is assigned.
    public static ModerationStreams launch(
            Settings settings, KafkaSettings kafka, ModerationSerdes serdes, Meters meters) {
        return launch(
                ModerationTopology.build(
                        serdes, settings.environment(), new ModerationMeters(meters), kafka.minInSyncReplicas()),
                settings.applicationId(),
                "millrace_moderation",
                kafka,
                meters);
    }

    /// Starts to watch rooms for raids, beside the moderation: with threads and a consumer group of its own,
    /// because it reads every publication of every room and no message may wait for that. Returns before the
    /// first partition is assigned.
    public static ModerationStreams launchRaidWatch(
            Settings settings, KafkaSettings kafka, ModerationSerdes serdes, Meters meters) {
        return launch(
                RaidTopology.addTo(
                        new Topology(),
                        serdes,
                        settings.environment(),
                        new RaidMeters(meters),
                        kafka.minInSyncReplicas()),
                settings.applicationId() + "-raids",
                "millrace_moderation_raids",
                kafka,
                meters);
    }

    private static ModerationStreams launch(
            Topology topology, String applicationId, String metric, KafkaSettings kafka, Meters meters) {
        Properties properties = new Properties();
        properties.putAll(kafka.streams(applicationId, false));
        // Messages, scores and rulings need no common order, so none waits for another.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        KafkaStreams streams = new KafkaStreams(topology, properties);
        ModerationStreams moderation = new ModerationStreams(streams);
        streams.setUncaughtExceptionHandler(moderation::replaceThread);
        meters.gauge(
                metric + "_running", "1 while this part of the process runs", () -> moderation.isRunning() ? 1 : 0);
        meters.gauge(
                metric + "_dead_letters",
                "Records that went to the dead letters, by the stream threads of now",
                moderation::deadLetters);
        streams.start();
        return moderation;
    }

    /// Up while every assigned partition is restored and being processed.
    public Health health() {
        KafkaStreams.State state = streams.state();
        return isRunning() ? Health.up(state.name()) : Health.down("moderation is " + state.name());
    }

    private boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /// Every record that our exception handlers take out of the way is one that Streams counts as dropped.
    private double deadLetters() {
        return streams.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("dropped-records-total"))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .sum();
    }

    private StreamThreadExceptionResponse replaceThread(Throwable failure) {
        LOGGER.atError().setCause(failure).log("stream thread failed and is replaced");
        try {
            // Called on the failed thread: a cause that stays must not make the group rebalance without a pause.
            boolean ending = closing.await(BEFORE_REPLACEMENT.toMillis(), TimeUnit.MILLISECONDS);
            return ending
                    ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
                    : StreamThreadExceptionResponse.REPLACE_THREAD;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
    }

    /// Commits and stops within seconds; partitions are given to other instances at once.
    @Override
    public void close() {
        closing.countDown();
        // By default a member stays in the group, and its partitions wait for its session to expire.
        CloseOptions leave =
                CloseOptions.timeout(CLOSE).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
        if (!streams.close(leave)) {
            LOGGER.atWarn().log("moderation did not stop in time");
        }
    }
}

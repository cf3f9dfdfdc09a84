package io.millrace.processor.topology;

import io.millrace.processor.room.RoomPolicies;
import io.millrace.processor.room.RoomSettings;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.runtime.metrics.Meters;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running room state machines of this process.
///
/// A stream thread that fails is replaced after a pause, for as long as it takes: its transaction is aborted
/// and its commands are executed again. Thread-safe.
public final class RoomStreams implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(RoomStreams.class);
    private static final Duration BEFORE_REPLACEMENT = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(8);

    private final Closer resources = new Closer();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final KafkaStreams streams;

    /// How rooms are run.
    ///
    /// @param applicationId consumer group, and prefix of the changelog topic
    /// @param rooms limits of rooms
    /// @param edgeExpiry silence after which an edge is dead
    public record Settings(String applicationId, RoomSettings rooms, Duration edgeExpiry) {}

    private RoomStreams(
            Settings settings, KafkaSettings kafka, RoomSerdes serdes, RoomPolicies policies, Meters meters) {
        try {
            RoomMeters roomMeters = new RoomMeters(meters);
            Heartbeats heartbeats = new Heartbeats(settings.edgeExpiry());
            resources.add(EdgeDirectory.open(kafka, serdes.status(), heartbeats));
            EdgeExpiry expiry =
                    resources.add(EdgeExpiry.open(kafka, serdes.commands().serializer(), heartbeats, roomMeters));
            RoomEnvironment environment = new RoomEnvironment(policies, settings.rooms(), expiry, roomMeters);
            Properties properties = new Properties();
            properties.putAll(kafka.streams(settings.applicationId(), true));
            streams = new KafkaStreams(RoomTopology.build(serdes, environment, kafka.minInSyncReplicas()), properties);
            meters.gauge("millrace_rooms_running", "1 while the rooms of this process run", () -> isRunning() ? 1 : 0);
        } catch (RuntimeException | Error failure) {
            resources.closeBecauseOf(failure);
            throw failure;
        }
    }

    /// Starts to run rooms; returns before the first partition is assigned.
    public static RoomStreams launch(
            Settings settings, KafkaSettings kafka, RoomSerdes serdes, RoomPolicies policies, Meters meters) {
        RoomStreams rooms = new RoomStreams(settings, kafka, serdes, policies, meters);
        rooms.streams.setUncaughtExceptionHandler(rooms::replaceThread);
        rooms.streams.start();
        return rooms;
    }

    /// Up while every assigned partition is restored and being processed.
    public Health health() {
        KafkaStreams.State state = streams.state();
        return isRunning() ? Health.up(state.name()) : Health.down("rooms are " + state.name());
    }

    private boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
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
            LOGGER.atWarn().log("rooms did not stop in time");
        }
        resources.close();
    }
}

package io.millrace.runtime.kafka;

import io.millrace.runtime.health.Health;
import java.time.Duration;
import java.util.Map;
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

/// A topology that this process runs.
///
/// A stream thread that fails is replaced after a pause, for as long as it takes: what it had not committed is
/// read again. Thread-safe.
public final class RunningStreams implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(RunningStreams.class);
    private static final Duration BEFORE_REPLACEMENT = Duration.ofSeconds(1);
    private static final Duration CLOSE = Duration.ofSeconds(8);

    private final String application;
    private final KafkaStreams streams;
    private final CountDownLatch closing = new CountDownLatch(1);

    private RunningStreams(String application, KafkaStreams streams) {
        this.application = application;
        this.streams = streams;
    }

    /// Starts to run a topology; returns before the first partition is assigned.
    ///
    /// @param settings of [KafkaSettings#streams]
    public static RunningStreams launch(Topology topology, Map<String, Object> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        KafkaStreams streams = new KafkaStreams(topology, properties);
        RunningStreams running =
                new RunningStreams(String.valueOf(settings.get(StreamsConfig.APPLICATION_ID_CONFIG)), streams);
        streams.setUncaughtExceptionHandler(running::replaceThread);
        streams.start();
        return running;
    }

    /// Up while every assigned partition is restored and being processed.
    public Health health() {
        KafkaStreams.State state = streams.state();
        return state == KafkaStreams.State.RUNNING ? Health.up(state.name()) : Health.down("streams are " + state);
    }

    /// Whether every assigned partition is restored and being processed.
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /// Records that went to the dead letters, by the stream threads of now.
    public double deadLetters() {
        // Every record that our exception handlers take out of the way is one that Streams counts as dropped.
        return streams.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("dropped-records-total"))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .sum();
    }

    private StreamThreadExceptionResponse replaceThread(Throwable failure) {
        LOGGER.atError()
                .addKeyValue("application", application)
                .setCause(failure)
                .log("stream thread failed and is replaced");
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
            LOGGER.atWarn().addKeyValue("application", application).log("streams did not stop in time");
        }
    }
}

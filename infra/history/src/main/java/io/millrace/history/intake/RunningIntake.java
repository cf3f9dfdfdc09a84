package io.millrace.history.intake;

import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.lifecycle.Threads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// A [TableIntake] with its thread, which outlives every outage of Kafka and of the database. Thread-safe.
public final class RunningIntake implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(8);

    private final TableIntake<?> intake;
    private final Thread thread;

    private RunningIntake(TableIntake<?> intake, Thread thread) {
        this.intake = intake;
        this.thread = thread;
    }

    /// What is read, and how.
    ///
    /// @param client name of the consumer
    /// @param group shares the partitions; the offsets lie in the database
    /// @param batch most records of one transaction, at least 1
    /// @param firstPause after a failure; doubles with each that follows
    /// @param longestPause bound of the pauses
    public record Settings(
            String client, String group, List<String> topics, int batch, Duration firstPause, Duration longestPause) {}

    /// Starts to read; returns at once, whether or not Kafka and the database are there.
    ///
    /// @param thread its name
    public static RunningIntake launch(String thread, Settings settings, KafkaSettings kafka, IntakeTarget<?> target) {
        Backoff backoff = new Backoff(
                settings.firstPause(),
                settings.longestPause(),
                () -> ThreadLocalRandom.current().nextDouble());
        TableIntake<?> intake = new TableIntake<>(settings.topics(), () -> consumer(settings, kafka), target, backoff);
        return new RunningIntake(intake, Threads.start(thread, intake));
    }

    /// Of records that are committed.
    private static Consumer<byte[], byte[]> consumer(Settings settings, KafkaSettings kafka) {
        Map<String, Object> properties = kafka.consumer(settings.client());
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batch());
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// Ends after the step under way.
    @Override
    public void close() {
        intake.stop();
        Threads.join(thread, CLOSE);
    }
}

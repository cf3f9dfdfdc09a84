package io.millrace.history.intake;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads topics into tables, until it is stopped.
///
/// The position lies in the database, not in Kafka: a partition begins where the table says. Whatever fails,
/// the loop forgets its positions, waits with its partitions paused (so it stays in the group) and asks the
/// table again: what was not committed there is read once more, and nothing else. A record that cannot be read,
/// or that the database refuses for ever, is put aside and does not stop the others. Run by one thread.
///
/// @param <R> what a record becomes
final class TableIntake<R> implements Runnable {

    private static final Logger LOGGER = LoggerFactory.getLogger(TableIntake.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CHECK = Duration.ofSeconds(2);

    private final Collection<String> topics;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final IntakeTarget<R> target;
    private final Backoff backoff;
    private final CountDownLatch closed = new CountDownLatch(1);

    /// Positions of the partitions that are being read; used by the loop's thread only.
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    private long asked = System.nanoTime() - CHECK.toNanos();
    private long retryAt = System.nanoTime();

    /// @param topics names of what is read
    /// @param consumers makes one, of a group that shares the partitions; closed by the loop
    /// @param target the tables
    /// @param backoff between attempts
    TableIntake(
            Collection<String> topics,
            Supplier<Consumer<byte[], byte[]>> consumers,
            IntakeTarget<R> target,
            Backoff backoff) {
        this.topics = List.copyOf(topics);
        this.consumers = consumers;
        this.target = target;
        this.backoff = backoff;
    }

    @Override
    public void run() {
        while (isOpen()) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                positions.clear();
                consumer.subscribe(topics, new Assignment(consumer));
                while (isOpen()) {
                    step(consumer);
                }
            } catch (RuntimeException | Error failure) {
                // Memory that ran out, for example: a thread that ended would leave an intake that looks well.
                target.failed("topics cannot be read: " + failure.getMessage());
                LOGGER.atError()
                        .addKeyValue("topics", topics)
                        .setCause(failure)
                        .log("reader failed, starting it again");
                pause();
            }
        }
    }

    /// Ends the loop after the step under way. May be called by any thread.
    void stop() {
        closed.countDown();
    }

    private void step(Consumer<byte[], byte[]> consumer) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        consumer.poll(POLL).forEach(records::add);
        if (System.nanoTime() - retryAt < 0) {
            return; // Everything is paused, so nothing was read.
        }
        try {
            locate(consumer);
            if (!records.isEmpty() && !IntakeBatch.read(target, records).write(positions)) {
                LOGGER.atWarn()
                        .addKeyValue("topics", topics)
                        .log("another process has taken over, asking for the position again");
                forgetPositions(consumer);
            }
            backoff.reset();
            target.works(lag(consumer));
        } catch (SQLException | KafkaException failure) {
            retryLater(consumer, failure);
        }
    }

    /// Puts partitions that have no position yet to where the tables end. Asks now and then without need:
    /// an intake that has nothing to do must not look well while its database is away.
    private void locate(Consumer<byte[], byte[]> consumer) throws SQLException {
        List<TopicPartition> missing = consumer.assignment().stream()
                .filter(partition -> !positions.containsKey(partition))
                .toList();
        if (missing.isEmpty() && System.nanoTime() - asked < CHECK.toNanos()) {
            return;
        }
        target.positions(missing).forEach((partition, position) -> {
            consumer.seek(partition, position);
            consumer.resume(List.of(partition));
            positions.put(partition, position);
        });
        asked = System.nanoTime();
    }

    private void retryLater(Consumer<byte[], byte[]> consumer, Exception failure) {
        Duration pause = backoff.pause();
        target.failed(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        LOGGER.atWarn()
                .addKeyValue("topics", topics)
                .addKeyValue("error", failure.toString())
                .addKeyValue("pause", pause)
                .log("rows cannot be written, trying again");
        forgetPositions(consumer);
        retryAt = System.nanoTime() + pause.toNanos();
    }

    private void forgetPositions(Consumer<byte[], byte[]> consumer) {
        positions.clear();
        consumer.pause(consumer.assignment());
    }

    private static long lag(Consumer<?, ?> consumer) {
        return consumer.assignment().stream()
                .map(consumer::currentLag)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .sum();
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private void pause() {
        try {
            if (closed.await(backoff.pause().toMillis(), TimeUnit.MILLISECONDS)) {
                LOGGER.atDebug().log("stopped while waiting");
            }
        } catch (InterruptedException _) {
            stop();
        }
    }

    /// A new partition is read only after it has been put to the tables' position.
    private final class Assignment implements ConsumerRebalanceListener {

        private final Consumer<?, ?> consumer;

        private Assignment(Consumer<?, ?> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            forget(partitions);
            consumer.pause(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            forget(partitions);
        }

        private void forget(Collection<TopicPartition> partitions) {
            partitions.forEach(positions::remove);
        }
    }
}

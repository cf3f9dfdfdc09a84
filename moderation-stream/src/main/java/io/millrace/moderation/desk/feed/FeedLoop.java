package io.millrace.moderation.desk.feed;

import io.millrace.moderation.desk.store.DeskDatabase;
import io.millrace.moderation.desk.store.Positions;
import io.millrace.moderation.desk.store.Positions.Part;
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

/// Reads the topics into the tables, until it is stopped.
///
/// The position lies in the database, not in Kafka: a partition begins where the table says. Whatever fails,
/// the loop forgets its positions, waits with its partitions paused (so it stays in the group) and asks the
/// table again: what was not committed there is read once more, and nothing else.
final class FeedLoop implements Runnable {

    private static final Logger LOGGER = LoggerFactory.getLogger(FeedLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CHECK = Duration.ofSeconds(2);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final DeskDatabase database;
    private final FeedBatch batch;
    private final FeedState state;
    private final Pauses pauses = new Pauses();
    private final CountDownLatch closed = new CountDownLatch(1);

    /// Positions of the partitions that are being read; used by the loop's thread only.
    private final Map<Part, Long> positions = new HashMap<>();

    private long asked = System.nanoTime() - CHECK.toNanos();
    private long retryAt = System.nanoTime();

    FeedLoop(Supplier<Consumer<byte[], byte[]>> consumers, DeskDatabase database, FeedBatch batch, FeedState state) {
        this.consumers = consumers;
        this.database = database;
        this.batch = batch;
        this.state = state;
    }

    @Override
    public void run() {
        while (isOpen()) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                positions.clear();
                consumer.subscribe(FeedTopics.NAMES, new Assignment(consumer));
                while (isOpen()) {
                    step(consumer);
                }
            } catch (RuntimeException failure) {
                state.failed("topics cannot be read: " + failure.getMessage());
                LOGGER.atError().setCause(failure).log("feed failed, starting it again");
                pause();
            }
        }
    }

    /// Ends the loop after the step under way.
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
            if (!records.isEmpty() && !batch.write(records, positions)) {
                LOGGER.atWarn().log("another desk has taken over, asking for the position again");
                forgetPositions(consumer);
            }
            pauses.reset();
            state.works(lag(consumer));
        } catch (SQLException | KafkaException failure) {
            retryLater(consumer, failure);
        }
    }

    /// Puts partitions that have no position yet to where the tables end. Asks now and then without need: a
    /// feed that has nothing to do must not look well while its database is away.
    private void locate(Consumer<byte[], byte[]> consumer) throws SQLException {
        List<Part> missing = consumer.assignment().stream()
                .map(partition -> new Part(partition.topic(), partition.partition()))
                .filter(part -> !positions.containsKey(part))
                .toList();
        if (missing.isEmpty() && System.nanoTime() - asked < CHECK.toNanos()) {
            return;
        }
        database.transaction(connection -> Positions.read(connection, missing)).forEach((part, position) -> {
            TopicPartition partition = new TopicPartition(part.topic(), part.partition());
            consumer.seek(partition, position);
            consumer.resume(List.of(partition));
            positions.put(part, position);
        });
        asked = System.nanoTime();
    }

    private void retryLater(Consumer<byte[], byte[]> consumer, Exception failure) {
        Duration pause = pauses.next();
        state.failed(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        LOGGER.atWarn()
                .addKeyValue("error", failure.toString())
                .addKeyValue("pause", pause)
                .log("items cannot be written, trying again");
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
            if (closed.await(pauses.next().toMillis(), TimeUnit.MILLISECONDS)) {
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
            partitions.forEach(partition -> positions.remove(new Part(partition.topic(), partition.partition())));
        }
    }
}

package io.millrace.history.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableIntakeTest {

    private static final TopicPartition PARTITION = new TopicPartition("events", 0);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Tables tables = new Tables();
    private final List<MockConsumer<byte[], byte[]>> consumers = new CopyOnWriteArrayList<>();
    private final Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), () -> 0);
    private final TableIntake<String> intake = new TableIntake<>(List.of("events"), this::consumer, tables, backoff);
    private final Thread thread = Thread.ofPlatform().unstarted(intake);

    /// Tables in memory, which can be away.
    private static final class Tables implements IntakeTarget<String> {

        private final Map<TopicPartition, Long> positions = new HashMap<>();
        private final List<String> rows = new CopyOnWriteArrayList<>();
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicInteger works = new AtomicInteger();
        private final AtomicBoolean away = new AtomicBoolean();
        private final AtomicBoolean taken = new AtomicBoolean();
        private final AtomicBoolean broken = new AtomicBoolean();

        @Override
        public synchronized Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions)
                throws SQLException {
            if (away.get()) {
                throw new SQLException("away");
            }
            Map<TopicPartition, Long> asked = new HashMap<>();
            partitions.forEach(partition -> asked.put(partition, positions.getOrDefault(partition, 0L)));
            return asked;
        }

        @Override
        public Optional<String> read(ConsumerRecord<byte[], byte[]> record) {
            if (broken.getAndSet(false)) {
                throw new OutOfMemoryError("for once");
            }
            return Optional.of(new String(record.value(), StandardCharsets.UTF_8));
        }

        @Override
        public synchronized boolean write(List<String> some, List<Step> steps) throws SQLException {
            if (away.get()) {
                throw new SQLException("away");
            }
            if (taken.getAndSet(false)) {
                return false;
            }
            rows.addAll(some);
            steps.forEach(step -> positions.put(step.partition(), step.next()));
            return true;
        }

        @Override
        public void putAside(ConsumerRecord<byte[], byte[]> record, Exception reason) {
            throw new AssertionError("every record can be read and written");
        }

        @Override
        public void works(long lag) {
            works.incrementAndGet();
        }

        @Override
        public void failed(String reason) {
            failures.incrementAndGet();
        }
    }

    private MockConsumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
        consumers.add(consumer);
        return consumer;
    }

    @BeforeEach
    void start() {
        thread.start();
        Await.until(() -> tables.works.get() > 0, PATIENCE, "the tables are asked");
    }

    @AfterEach
    void stop() throws InterruptedException {
        intake.stop();
        assertThat(thread.join(PATIENCE)).isTrue();
        assertThat(consumers).allMatch(MockConsumer::closed);
    }

    private void arrive(long offset, String value) {
        MockConsumer<byte[], byte[]> consumer = consumers.getLast();
        consumer.schedulePollTask(() -> consumer.addRecord(
                new ConsumerRecord<>("events", 0, offset, null, value.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void recordsAreWrittenInTheirOrder() {
        arrive(0, "a");
        arrive(1, "b");

        Await.until(() -> tables.rows.size() == 2, PATIENCE, "both are there");
        assertThat(tables.rows).containsExactly("a", "b");
    }

    @Test
    void whatCouldNotBeWrittenIsReadAgainWhenTheDatabaseIsBack() {
        tables.away.set(true);
        arrive(0, "a");
        Await.until(() -> tables.failures.get() > 2, PATIENCE, "it failed");
        assertThat(tables.rows).isEmpty();
        tables.away.set(false);
        // The record is forgotten by the fake broker once it was read.
        arriveAgainUntilWritten(0, "a");

        assertThat(tables.rows).containsExactly("a");
    }

    @Test
    void positionIsAskedAgainWhenAnotherProcessHasTakenOver() {
        tables.taken.set(true);
        arrive(0, "a");
        Await.until(() -> !tables.taken.get(), PATIENCE, "it was refused");
        arriveAgainUntilWritten(0, "a");

        assertThat(tables.rows).containsExactly("a");
    }

    @Test
    void readerThatFailsIsStartedAgain() {
        consumers.getFirst().setPollException(new KafkaException("broken"));

        Await.until(() -> consumers.size() == 2, PATIENCE, "another consumer reads");
        arrive(0, "a");
        Await.until(() -> tables.rows.size() == 1, PATIENCE, "it is there");
    }

    @Test
    void readerThatRunsOutOfMemoryIsStartedAgain() {
        tables.broken.set(true);
        arrive(0, "a");

        Await.until(() -> consumers.size() == 2, PATIENCE, "another consumer reads");
        assertThat(tables.failures.get()).isPositive();
        arrive(0, "a");
        Await.until(() -> tables.rows.size() == 1, PATIENCE, "it is there");
    }

    private void arriveAgainUntilWritten(long offset, String value) {
        List<Integer> rounds = new ArrayList<>();
        Await.until(
                () -> {
                    if (tables.rows.isEmpty() && rounds.size() < 100) {
                        rounds.add(1);
                        arrive(offset, value);
                    }
                    return !tables.rows.isEmpty();
                },
                PATIENCE,
                "it is there");
    }
}

package io.millrace.moderation.scorer;

import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.schema.moderation.ScoreRequest;
import io.millrace.serde.RegistryUnavailableException;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads requests on a thread of its own: what one poll brings is one batch. A request counts as read when
/// its answer is written, so a crash leads to a second answer and never to none.
final class RequestReader implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(RequestReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(6);
    private static final int FETCH_BYTES = 256 << 10;

    private final Work work;
    private final Consumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile boolean closing;
    private volatile Health health = Health.down("joining the group");

    /// What is done with what is read.
    ///
    /// @param deserializer of requests
    record Work(Deserializer<ScoreRequest> deserializer, BatchScorer scorer, Answers answers, ScorerMeters meters) {}

    private RequestReader(Work work, Consumer<byte[], byte[]> consumer, int number) {
        this.work = work;
        this.consumer = consumer;
        this.thread = Threads.start("scorer-" + number, this::run);
    }

    /// Starts to read.
    ///
    /// @param group that shares the requests
    /// @param batch most requests of one poll
    static RequestReader open(KafkaSettings kafka, String group, int batch, Work work, int number) {
        Map<String, Object> settings = kafka.consumer("moderation-scorer-" + number);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batch);
        // A backlog stays with the broker: this process is small.
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        return new RequestReader(
                work, new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()), number);
    }

    /// Up while requests are read and answered.
    Health health() {
        return thread.isAlive() ? health : Health.down("stopped");
    }

    /// Begins no other batch.
    void stop() {
        closing = true;
    }

    @Override
    public void close() {
        stop();
        if (!Threads.join(thread, STOP)) {
            consumer.wakeup();
            thread.interrupt();
        }
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(List.of(Topics.MODERATION_SCORE_REQUESTS.name()), new Assignment());
            while (!closing) {
                step();
            }
        } catch (WakeupException | InterruptException e) {
            // close() had waited long enough.
            LOGGER.atDebug().log("scorer interrupted");
        }
    }

    /// What was not finished is read again: the reader must not stop because of one failure.
    private void step() {
        ConsumerRecords<byte[], byte[]> records = ConsumerRecords.empty();
        try {
            records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                answer(records);
                consumer.commitSync();
                health = Health.up("answering");
            }
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (RebalanceInProgressException e) {
            // The answers are written; whoever gets the partitions may write them again.
            LOGGER.atInfo().log("answers not committed before a rebalance");
        } catch (RuntimeException e) {
            health = Health.down("requests not finished, read again: " + e.getMessage());
            LOGGER.atWarn().addKeyValue("error", e.toString()).log("requests not finished, read again");
            rewind(records);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void answer(ConsumerRecords<byte[], byte[]> records) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        List<Asked> batch = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            try {
                ScoreRequest request = work.deserializer.deserialize(record.topic(), record.headers(), record.value());
                if (request != null) {
                    batch.add(new Asked(request, Instant.ofEpochMilli(record.timestamp())));
                    read.add(record);
                }
            } catch (RuntimeException e) {
                if (RegistryUnavailableException.caused(e)) {
                    throw e;
                }
                sent.add(work.answers.bury(record, e));
                work.meters.deadLetter();
            }
        }
        if (!batch.isEmpty()) {
            var answers = work.scorer.answer(batch);
            for (int i = 0; i < read.size(); i++) {
                sent.add(work.answers.send(read.get(i).key(), answers.get(i)));
            }
        }
        Answers.await(sent);
    }

    private void rewind(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            if (consumer.assignment().contains(partition)) {
                consumer.seek(partition, records.records(partition).getFirst().offset());
            }
        }
    }

    /// Tells when the group is joined; it may have no partition left for this member.
    private final class Assignment implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            health = Health.up("waiting for requests");
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            LOGGER.atDebug().addKeyValue("partitions", partitions).log("partitions given away");
        }
    }
}

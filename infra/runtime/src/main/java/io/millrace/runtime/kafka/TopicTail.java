package io.millrace.runtime.kafka;

import io.millrace.runtime.lifecycle.Threads;
import io.millrace.serde.RegistryUnavailableException;
import io.millrace.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a whole topic from its beginning, uncommitted, and follows it, on a thread of its own. Begins again,
/// with another consumer, after whatever goes wrong that the consumer does not mend by itself.
final class TopicTail<V extends SpecificRecord> implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(2);

    /// A fetch that waits holds up closing.
    private static final int FETCH_WAIT_MILLIS = 200;

    /// Of clients in this process: several services in one may follow the same topic.
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private final KafkaSettings kafka;
    private final Topic<V> topic;
    private final Deserializer<V> values;
    private final Reader<V> reader;
    private volatile boolean closing;
    private volatile @Nullable Consumer<String, byte[]> reading;
    private volatile @Nullable Thread thread;
    private volatile @Nullable String trouble;
    private volatile long currentNanos = System.nanoTime();

    /// What becomes of what is read; called by the thread of the tail.
    interface Reader<V> {

        /// The topic is read from its beginning.
        void begins();

        /// The next record.
        ///
        /// @param value null when the key was removed
        void value(String key, @Nullable V value);

        /// The next record is none that can be read.
        ///
        /// @param key null when that is missing
        void unreadable(@Nullable String key, int partition, long offset, RuntimeException failure);

        /// Everything was read that stood in the topic a moment ago; called again and again.
        void reached();
    }

    TopicTail(KafkaSettings kafka, Topic<V> topic, Deserializer<V> values, Reader<V> reader) {
        this.kafka = kafka;
        this.topic = topic;
        this.values = values;
        this.reader = reader;
    }

    void start() {
        thread = Threads.start("table-" + topic.name(), this::run);
    }

    /// How long ago it was known that nothing is missing; at the start, that it was opened.
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - currentNanos);
    }

    /// Why it does not go on; null when it does.
    @Nullable
    String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        closing = true;
        Consumer<String, byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
        Thread running = thread;
        if (running != null && !Threads.join(running, CLOSE)) {
            running.interrupt();
        }
    }

    private void run() {
        while (!closing) {
            try (Consumer<String, byte[]> consumer =
                    new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
                reading = consumer;
                follow(consumer, partitions(consumer));
            } catch (WakeupException e) {
                // Only close() wakes it up.
            } catch (RuntimeException e) {
                if (!closing) {
                    note(e);
                    LockSupport.parkNanos(RETRY.toNanos());
                }
            }
        }
    }

    private void follow(Consumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        reader.begins();
        long asked = System.nanoTime();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER);
        while (!closing) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
            if (!hasReached(consumer, ends)) {
                continue;
            }
            reader.reached();
            if (asked - currentNanos > 0) {
                currentNanos = asked;
                trouble = null;
            }
            if (System.nanoTime() - asked > CHECK_NANOS) {
                long now = System.nanoTime();
                try {
                    ends = consumer.endOffsets(partitions, ANSWER);
                    asked = now;
                } catch (RetriableException e) {
                    note(e);
                }
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        String key = record.key();
        try {
            if (key == null) {
                throw new IllegalArgumentException("record without a key");
            }
            V value = values.deserialize(record.topic(), record.headers(), record.value());
            if (value == null && record.value() != null) {
                // Only a record without a value removes its key.
                throw new IllegalArgumentException("bytes that hold no value");
            }
            reader.value(key, value);
        } catch (RuntimeException e) {
            if (RegistryUnavailableException.caused(e)) {
                throw e;
            }
            reader.unreadable(key, record.partition(), record.offset(), e);
        }
    }

    private List<TopicPartition> partitions(Consumer<?, ?> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name(), ANSWER).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new IllegalStateException("there is no such topic");
        }
        return partitions;
    }

    private static boolean hasReached(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey(), ANSWER) >= end.getValue());
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = kafka.consumer("table-" + topic.name() + "-" + CLIENTS.getAndIncrement());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        // A position that is gone means lost changes: everything is read again, and compared.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        return settings;
    }

    private void note(RuntimeException failure) {
        if (trouble == null) {
            LOGGER.atWarn()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("error", failure.toString())
                    .log("topic cannot be followed, trying again");
        }
        trouble = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}

package io.millrace.runtime.kafka;

import io.helidon.metrics.api.Counter;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.metrics.Meters;
import io.millrace.topic.Topic;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The newest value of each key of a compacted topic: read to its end at the start, then followed; a change is
/// seen some milliseconds after it was written. What is known stays known while Kafka is away.
///
/// One thread of its own reads, without a consumer group, and calls the listener. Everything else may be
/// called by any thread. A value that cannot be read is skipped: its key keeps the last one that could.
///
/// @param <V> type of the values
public final class TopicTable<V extends SpecificRecord> implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(TopicTable.class);
    private static final Duration STALE = Duration.ofSeconds(10);

    private final Topic<V> topic;
    private final Deserializer<V> deserializer;
    private final Listener<? super V> listener;
    private final Duration stale;
    private final Counter unreadable;
    private final Counter listenerFailures;
    private final Map<String, V> values = new ConcurrentHashMap<>();
    private final Set<String> skipped = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private final TopicTail<V> tail;

    // Only the reading thread has these.
    private boolean loading;
    private final Map<String, V> loaded = new HashMap<>();

    /// Told of changes, on the reading thread: it waits meanwhile.
    ///
    /// @param <V> type of the values
    @FunctionalInterface
    public interface Listener<V> {

        /// A key has another value. All that the topic holds at the start comes before the table is complete,
        /// once for each key; after a loss of the position, the differences.
        ///
        /// @param before null when the key is new
        /// @param after null when the key was removed
        void changed(String key, @Nullable V before, @Nullable V after);
    }

    private TopicTable(
            KafkaSettings kafka,
            Topic<V> topic,
            Deserializer<V> deserializer,
            Listener<? super V> listener,
            Meters meters,
            Duration stale) {
        this.topic = topic;
        this.deserializer = deserializer;
        this.listener = listener;
        this.stale = stale;
        this.unreadable = meters.counter(
                "millrace_topic_table_unreadable", "Values that cannot be read, skipped", "topic", topic.name());
        this.listenerFailures = meters.counter(
                "millrace_topic_table_failures", "Changes that failed where they were applied", "topic", topic.name());
        meters.gauge("millrace_topic_table_entries", "Keys with a value", values::size, "topic", topic.name());
        this.tail = new TopicTail<>(kafka, topic, deserializer, new Reading());
        meters.gauge(
                "millrace_topic_table_age_seconds",
                "Time since the table was known to be current",
                () -> tail.age().toMillis() / 1000.0,
                "topic",
                topic.name());
    }

    /// Begins to read, and returns at once; the topic need not exist yet.
    ///
    /// @param deserializer of the topic; closed with the table
    /// @param listener told of each change
    /// @param meters of the service; one table for each topic
    public static <V extends SpecificRecord> TopicTable<V> open(
            KafkaSettings kafka,
            Topic<V> topic,
            Deserializer<V> deserializer,
            Listener<? super V> listener,
            Meters meters) {
        return open(kafka, topic, deserializer, listener, meters, STALE);
    }

    /// @param stale how long it may be unknown whether the table is current
    static <V extends SpecificRecord> TopicTable<V> open(
            KafkaSettings kafka,
            Topic<V> topic,
            Deserializer<V> deserializer,
            Listener<? super V> listener,
            Meters meters,
            Duration stale) {
        TopicTable<V> table = new TopicTable<>(kafka, topic, deserializer, listener, meters, stale);
        table.tail.start();
        return table;
    }

    /// Completes when everything that was in the topic at the start is known and the listener was told;
    /// never exceptionally.
    public CompletableFuture<Void> complete() {
        return complete.copy();
    }

    /// Waits until the table is complete. Made for `Patience`, with some hundreds of milliseconds.
    ///
    /// @throws IllegalStateException when it is not complete in that time, with the reason
    public void awaitComplete(Duration atMost) {
        try {
            complete.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(health().detail(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topic " + topic.name() + " was read", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("never completed exceptionally", e);
        }
    }

    /// The newest value of a key; null when there is none.
    public @Nullable V get(String key) {
        return values.get(key);
    }

    /// The newest values of all keys: a live view that cannot be changed.
    public Map<String, V> view() {
        return Collections.unmodifiableMap(values);
    }

    /// Keys whose newest value cannot be read: a live view that cannot be changed.
    public Set<String> unreadable() {
        return Collections.unmodifiableSet(skipped);
    }

    /// Down until the table is complete, and when it has not been known to be current for 10 s.
    public Health health() {
        if (!complete.isDone()) {
            return Health.down("topic " + topic.name() + " is not read yet" + why());
        }
        Duration age = tail.age();
        return age.compareTo(stale) < 0
                ? Health.up(values.size() + " entries")
                : Health.down("topic " + topic.name() + " not followed for " + age.toSeconds() + " s" + why());
    }

    /// Stops reading. What is known can still be asked for.
    @Override
    public void close() {
        tail.close();
        deserializer.close();
    }

    private String why() {
        String trouble = tail.trouble();
        return trouble == null ? "" : ": " + trouble;
    }

    /// What the reading thread finds.
    private final class Reading implements TopicTail.Reader<V> {

        @Override
        public void begins() {
            loading = true;
            loaded.clear();
            skipped.clear();
        }

        @Override
        public void value(String key, @Nullable V value) {
            skipped.remove(key);
            if (!loading) {
                apply(key, value);
            } else if (value == null) {
                loaded.remove(key);
            } else {
                loaded.put(key, value);
            }
        }

        @Override
        public void unreadable(@Nullable String key, int partition, long offset, RuntimeException failure) {
            unreadable.increment();
            LOGGER.atWarn()
                    .addKeyValue("topic", topic.name())
                    .addKeyValue("partition", partition)
                    .addKeyValue("offset", offset)
                    .addKeyValue("error", failure.toString())
                    .log("value cannot be read, its key keeps the last one that could");
            if (key == null) {
                return;
            }
            skipped.add(key);
            V known = values.get(key);
            if (loading && known != null) {
                loaded.putIfAbsent(key, known);
            }
        }

        @Override
        public void reached() {
            if (loading) {
                loading = false;
                Set<String> gone = new HashSet<>(values.keySet());
                gone.removeAll(loaded.keySet());
                gone.forEach(key -> apply(key, null));
                loaded.forEach(this::apply);
                loaded.clear();
                complete.complete(null);
            }
        }

        private void apply(String key, @Nullable V value) {
            V before = value == null ? values.remove(key) : values.put(key, value);
            if (Objects.equals(before, value)) {
                return;
            }
            try {
                listener.changed(key, before, value);
            } catch (RuntimeException e) {
                listenerFailures.increment();
                LOGGER.atError().addKeyValue("topic", topic.name()).setCause(e).log("change cannot be applied");
            }
        }
    }
}

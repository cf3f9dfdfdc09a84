package io.millrace.edge.publish;

import io.millrace.testkit.Await;
import io.millrace.topic.Topic;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// Keeps the records it is given, in order; can refuse them. Thread-safe.
public final class RecordingSink implements RecordSink {

    private final List<Written<?>> written = new CopyOnWriteArrayList<>();
    private volatile @Nullable RuntimeException refusal;
    private volatile Runnable before = () -> {};

    /// A record.
    ///
    /// @param done to be told how the write ended
    public record Written<V extends SpecificRecord>(Topic<V> topic, String key, V value, Callback done) {

        /// Says that the broker took it.
        public void succeed() {
            done.onCompletion(null, null);
        }

        /// Says that the broker did not take it.
        public void fail() {
            done.onCompletion(null, new KafkaException("not written"));
        }
    }

    /// From now on no record can be queued.
    public void refuse() {
        refusal = new KafkaException("queue is full");
    }

    /// From now on something happens before each record is taken, on the thread that writes it.
    public void before(Runnable action) {
        before = action;
    }

    /// The values written to a topic.
    public <V extends SpecificRecord> List<V> values(Topic<V> topic) {
        return to(topic).stream().map(Written::value).toList();
    }

    /// The records written to a topic.
    @SuppressWarnings("unchecked") // a topic's records were given with its type
    public <V extends SpecificRecord> List<Written<V>> to(Topic<V> topic) {
        return written.stream()
                .filter(record -> record.topic().equals(topic))
                .map(record -> (Written<V>) record)
                .toList();
    }

    /// Waits until a topic has so many records, and returns the last of them.
    public <V extends SpecificRecord> Written<V> await(Topic<V> topic, int count) {
        return Await.value(
                        () -> to(topic),
                        records -> records.size() >= count,
                        Await.DEADLINE,
                        count + " in " + topic.name())
                .get(count - 1);
    }

    @Override
    public <V extends SpecificRecord> void write(Topic<V> topic, String key, V value, Callback done) {
        before.run();
        RuntimeException reason = refusal;
        if (reason != null) {
            throw reason;
        }
        written.add(new Written<>(topic, key, value, done));
    }
}

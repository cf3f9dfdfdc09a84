package io.millrace.topic;

import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;

/// One topic: what it is called, what it holds and how long. Keys are UTF-8 text throughout.
///
/// @param <V> type of the values
/// @param name Kafka name
/// @param key what the key is, in words; it decides the partition unless it says otherwise
/// @param value class of the values
/// @param partitions default number of partitions, at least 1; may be raised by configuration
/// @param retention how long records are kept; ignored for compacted topics
/// @param cleanup what happens to old records
/// @param durability how many replicas it needs
public record Topic<V extends SpecificRecord>(
        String name,
        String key,
        Class<V> value,
        int partitions,
        Duration retention,
        CleanupPolicy cleanup,
        Durability durability) {

    /// How precious the records are.
    public enum Durability {
        /// Truth: the configured replication factor and `min.insync.replicas`.
        TRUTH,
        /// Can be rebuilt at any time: at most two replicas, one in sync is enough.
        REBUILDABLE
    }

    /// Name of the topic that takes this topic's poison records, as the bytes they came in.
    public String deadLetters() {
        return name + ".dlq";
    }
}

package io.millrace.moderation.topology;

import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topic;
import io.millrace.topic.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/// How the values of the topics are read and written. Thread-safe, as are its serdes.
public final class ModerationSerdes implements AutoCloseable {

    /// The topics that moderation reads or writes.
    public static final List<Topic<?>> TOPICS = List.of(
            Topics.MESSAGES_SUBMITTED,
            Topics.ROOM_COMMANDS,
            Topics.EDGE_DELIVERIES,
            Topics.MODERATION_DECISIONS,
            Topics.MODERATION_SCORE_REQUESTS,
            Topics.MODERATION_SCORES,
            Topics.MODERATION_REVIEW,
            Topics.MODERATION_RULINGS,
            Topics.MODERATION_SANCTIONS,
            Topics.MODERATION_LOCKDOWNS);

    private final Map<String, Serde<?>> serdes = new HashMap<>();

    /// Makes the serde of a topic.
    public interface Source {

        /// The serde of the topic's values.
        <V extends SpecificRecord> Serde<V> serde(Topic<V> topic);
    }

    ModerationSerdes(Source source) {
        TOPICS.forEach(topic -> serdes.put(topic.name(), source.serde(topic)));
    }

    /// Through the schema registry.
    public static ModerationSerdes of(AvroSerdes serdes) {
        return new ModerationSerdes(serdes::serde);
    }

    /// The serde of one of [#TOPICS].
    @SuppressWarnings("unchecked") // Filled by topic.
    public <V extends SpecificRecord> Serde<V> of(Topic<V> topic) {
        Serde<?> serde = serdes.get(topic.name());
        if (serde == null) {
            throw new IllegalArgumentException("moderation has no use for " + topic.name());
        }
        return (Serde<V>) serde;
    }

    @Override
    public void close() {
        serdes.values().forEach(Serde::close);
    }
}

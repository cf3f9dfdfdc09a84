package io.millrace.edge.deliver;

import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicTable;
import io.millrace.runtime.lifecycle.Patience;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.moderation.Sanction;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the sanctions to this edge, and each change some milliseconds after it was written. While Kafka is
/// away those that are known stay in force.
public final class SanctionFeed implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(SanctionFeed.class);
    private static final Duration CHECK = Duration.ofMillis(500);

    private final TopicTable<Sanction> table;

    private SanctionFeed(TopicTable<Sanction> table) {
        this.table = table;
    }

    /// Begins to read.
    ///
    /// @param changed told of each sanction as it was and as it is, one after the other, on a thread of the
    ///     feed
    public static SanctionFeed open(
            KafkaSettings kafka,
            AvroSerdes serdes,
            BiConsumer<@Nullable Sanction, @Nullable Sanction> changed,
            Meters meters) {
        return new SanctionFeed(TopicTable.open(
                kafka,
                Topics.MODERATION_SANCTIONS,
                serdes.deserializer(Topics.MODERATION_SANCTIONS),
                (id, before, after) -> changed.accept(own(id, before), own(id, after)),
                meters));
    }

    /// A sanction under another key than its id could not be lifted: it is none.
    private static @Nullable Sanction own(String id, @Nullable Sanction sanction) {
        if (sanction != null && !sanction.getId().equals(id)) {
            LOGGER.atWarn().addKeyValue("sanction", sanction.getId()).log("sanction has a wrong key, ignored");
            return null;
        }
        return sanction;
    }

    /// Waits until all sanctions are known: before, nobody may be let in.
    public void await(Patience patience) {
        var _ = patience.until("sanctions", () -> {
            table.awaitComplete(CHECK);
            return true;
        });
    }

    /// Whether changes are followed.
    public Health health() {
        return table.health();
    }

    @Override
    public void close() {
        table.close();
    }
}

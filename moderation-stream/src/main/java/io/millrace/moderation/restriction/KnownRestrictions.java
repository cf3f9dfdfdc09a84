package io.millrace.moderation.restriction;

import io.millrace.moderation.topology.Restrictions;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicTable;
import io.millrace.runtime.metrics.Meters;
import io.millrace.runtime.sanction.SanctionIndex;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.Sanction;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sanctions and lockdowns, followed live. Thread-safe.
public final class KnownRestrictions implements Restrictions, AutoCloseable {

    private final SanctionIndex sanctions = new SanctionIndex();
    private final TopicTable<Sanction> sanctionTable;
    private final TopicTable<Lockdown> lockdownTable;

    private KnownRestrictions(KafkaSettings kafka, AvroSerdes serdes, Meters meters) {
        sanctionTable = TopicTable.open(
                kafka,
                Topics.MODERATION_SANCTIONS,
                serdes.deserializer(Topics.MODERATION_SANCTIONS),
                (key, before, after) -> sanctions.change(own(key, before), own(key, after)),
                meters);
        lockdownTable = TopicTable.open(
                kafka,
                Topics.MODERATION_LOCKDOWNS,
                serdes.deserializer(Topics.MODERATION_LOCKDOWNS),
                (_, _, _) -> {},
                meters);
    }

    /// Begins to read; returns at once.
    public static KnownRestrictions open(KafkaSettings kafka, AvroSerdes serdes, Meters meters) {
        return new KnownRestrictions(kafka, serdes, meters);
    }

    /// What lies under a key that is not its id was not written by anybody who may: edges do not see it either.
    private static @Nullable Sanction own(String key, @Nullable Sanction sanction) {
        return sanction != null && sanction.getId().equals(key) ? sanction : null;
    }

    /// Waits until everything that the topics hold is known.
    ///
    /// @throws IllegalStateException when it is not in that time, with the reason
    public void awaitComplete(Duration atMost) {
        sanctionTable.awaitComplete(atMost);
        lockdownTable.awaitComplete(atMost);
    }

    /// Down while it is not known whether sanctions or lockdowns are current.
    public Health health() {
        Health known = sanctionTable.health();
        return known.up() ? lockdownTable.health() : known;
    }

    @Override
    public List<Sanction> sanctions(String user) {
        return sanctions.of(user);
    }

    @Override
    public @Nullable Lockdown lockdown(String room) {
        return lockdownTable.get(room);
    }

    @Override
    public void close() {
        sanctionTable.close();
        lockdownTable.close();
    }
}

package io.millrace.moderation.desk.work;

import io.millrace.moderation.desk.store.OutgoingRecord;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.audit.Outcome;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.PolicyRecord;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;

/// Makes the records that the desk writes. Thread-safe.
public final class DeskRecords implements AutoCloseable {

    private final Closer resources = new Closer();
    private final Serializer<Ruling> rulings;
    private final Serializer<Sanction> sanctions;
    private final Serializer<Lockdown> lockdowns;
    private final Serializer<PolicyRecord> policies;
    private final Serializer<AuditEvent> audit;

    /// @param serdes which ask the registry once for each topic
    public DeskRecords(AvroSerdes serdes) {
        rulings = resources.add(serdes.serializer(Topics.MODERATION_RULINGS));
        sanctions = resources.add(serdes.serializer(Topics.MODERATION_SANCTIONS));
        lockdowns = resources.add(serdes.serializer(Topics.MODERATION_LOCKDOWNS));
        policies = resources.add(serdes.serializer(Topics.MODERATION_POLICY));
        audit = resources.add(serdes.serializer(Topics.AUDIT_EVENTS));
    }

    /// Asks the registry now, so that nothing waits for it later.
    ///
    /// @throws RuntimeException when the registry cannot be asked
    public void warmUp() {
        Instant then = Instant.EPOCH;
        var _ = ruling("", new Ruling("", null, "", null, null, "", "", "", RulingAction.APPROVE, "", "", then));
        var _ = sanction(new Sanction("", "", "", SanctionKind.SLOW, 0L, then, null, "", "", null));
        var _ = lockdown(new Lockdown("", then, then, "", 0, ""));
        var _ = policy("", new PolicyRecord(1L, "", then, "", "{}"));
        var _ = audit(new AuditEvent("", then, "", "", "", null, Outcome.SUCCESS, null, Map.of()));
    }

    OutgoingRecord ruling(String key, Ruling ruling) {
        String topic = Topics.MODERATION_RULINGS.name();
        return new OutgoingRecord(topic, key, ByteBuffer.wrap(rulings.serialize(topic, ruling)));
    }

    OutgoingRecord sanction(Sanction sanction) {
        String topic = Topics.MODERATION_SANCTIONS.name();
        return new OutgoingRecord(topic, sanction.getId(), ByteBuffer.wrap(sanctions.serialize(topic, sanction)));
    }

    static OutgoingRecord sanctionEnd(String id) {
        return new OutgoingRecord(Topics.MODERATION_SANCTIONS.name(), id, null);
    }

    OutgoingRecord lockdown(Lockdown lockdown) {
        String topic = Topics.MODERATION_LOCKDOWNS.name();
        return new OutgoingRecord(topic, lockdown.getRoom(), ByteBuffer.wrap(lockdowns.serialize(topic, lockdown)));
    }

    static OutgoingRecord lockdownEnd(String room) {
        return new OutgoingRecord(Topics.MODERATION_LOCKDOWNS.name(), room, null);
    }

    OutgoingRecord policy(String key, PolicyRecord published) {
        String topic = Topics.MODERATION_POLICY.name();
        return new OutgoingRecord(topic, key, ByteBuffer.wrap(policies.serialize(topic, published)));
    }

    OutgoingRecord policyEnd(String key) {
        return new OutgoingRecord(Topics.MODERATION_POLICY.name(), key, null);
    }

    OutgoingRecord audit(AuditEvent event) {
        String topic = Topics.AUDIT_EVENTS.name();
        return new OutgoingRecord(topic, event.getActor(), ByteBuffer.wrap(audit.serialize(topic, event)));
    }

    @Override
    public void close() {
        resources.close();
    }
}

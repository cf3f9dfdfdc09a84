package io.millrace.edge.publish;

import com.github.f4b6a3.uuid.UuidCreator;
import io.millrace.id.ClientId;
import io.millrace.id.UserId;
import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.audit.Outcome;
import io.millrace.topic.Topics;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes who logged in, and who was refused, to `audit.events`. Thread-safe; does not wait for the broker.
/// An event that cannot be written is counted and logged.
public final class AuditLog {

    private static final Logger LOGGER = LoggerFactory.getLogger(AuditLog.class);
    private static final String COMPONENT = "edge-gateway";

    private final RecordSink writer;
    private final InstantSource clock;
    private final AtomicLong lost = new AtomicLong();

    /// @param clock wall clock
    public AuditLog(RecordSink writer, InstantSource clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /// A token opened a connection.
    public void loggedIn(UserId user, ClientId client, String address) {
        write(user.value(), client, address, Outcome.SUCCESS, Map.of());
    }

    /// A token was refused.
    ///
    /// @param reason without anything from the token
    public void refused(ClientId client, String address, String reason) {
        write("", client, address, Outcome.REFUSED, Map.of("reason", reason));
    }

    /// Events that could not be written, for metrics.
    public long lost() {
        return lost.get();
    }

    private void write(String actor, ClientId client, String address, Outcome outcome, Map<String, String> detail) {
        AuditEvent event = new AuditEvent(
                UuidCreator.getTimeOrderedEpoch().toString(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                COMPONENT,
                actor,
                "connection.open",
                client.value(),
                outcome,
                address,
                detail);
        try {
            writer.write(Topics.AUDIT_EVENTS, actor, event, (metadata, failure) -> {
                if (failure != null) {
                    failed(failure);
                }
            });
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void failed(Exception failure) {
        lost.incrementAndGet();
        LOGGER.atWarn().addKeyValue("error", failure.toString()).log("audit event not written");
    }
}

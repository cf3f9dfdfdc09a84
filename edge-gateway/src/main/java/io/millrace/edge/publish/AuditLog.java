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

/// Writes who logged in, who was refused, and what the server API changed, to `audit.events`. Thread-safe; does
/// not wait for the broker.
/// An event that cannot be written is counted and logged.
public final class AuditLog {

    private static final Logger LOGGER = LoggerFactory.getLogger(AuditLog.class);
    private static final String COMPONENT = "edge-gateway";

    private final RecordSink writer;
    private final InstantSource clock;
    private final AtomicLong lost = new AtomicLong();
    private final LogGate unwritten = new LogGate(LOGGER, "audit events not written");

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

    /// A good token opened no connection.
    ///
    /// @param reason for example `banned`
    public void turnedAway(UserId user, ClientId client, String address, String reason) {
        write(user.value(), client, address, Outcome.REFUSED, Map.of("reason", reason));
    }

    /// Somebody changed something, or tried to.
    ///
    /// @param actor API key or door
    /// @param action for example `api.publish`
    /// @param target channel or user it was done to; empty for nothing in particular
    /// @param address network address, empty when there is none
    /// @param detail never what users wrote
    public void did(
            String actor, String action, String target, Outcome outcome, String address, Map<String, String> detail) {
        AuditEvent event = new AuditEvent(
                UuidCreator.getTimeOrderedEpoch().toString(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                COMPONENT,
                actor,
                action,
                target.isEmpty() ? null : target,
                outcome,
                address.isEmpty() ? null : address,
                detail);
        write(actor, event);
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
        write(actor, event);
    }

    private void write(String actor, AuditEvent event) {
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
        unwritten.warn(failure);
    }
}

package io.millrace.edge.session;

import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Timer;
import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.publish.PublishOutcome;
import io.millrace.runtime.metrics.Meters;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What sessions count. Thread-safe.
public final class SessionMetrics {

    private final Map<Integer, Counter> disconnects = new HashMap<>();
    private final Counter otherDisconnects;
    private final Counter accepted;
    private final Counter taken;
    private final Counter rejected;
    private final Counter unknown;
    private final Counter commands;
    private final Timer accept;

    /// @param meters of the service
    public SessionMetrics(Meters meters) {
        for (DisconnectCode code : DisconnectCode.values()) {
            disconnects.put(code.code(), disconnects(meters, Integer.toString(code.code())));
        }
        otherDisconnects = disconnects(meters, "other");
        String publishes = "edge_publishes";
        String help = "Publishes answered, by outcome";
        accepted = meters.counter(publishes, help, "outcome", "accepted");
        taken = meters.counter(publishes, help, "outcome", "taken");
        rejected = meters.counter(publishes, help, "outcome", "rejected");
        unknown = meters.counter(publishes, help, "outcome", "unknown");
        commands = meters.counter("edge_commands", "Client commands handled");
        accept = meters.latency("edge_accept_latency", "From a publish command to its answer");
    }

    private static Counter disconnects(Meters meters, String code) {
        return meters.counter("edge_disconnects", "Sessions ended by the server", "code", code);
    }

    /// @param code of the protocol, or any other
    void disconnected(int code) {
        disconnects.getOrDefault(code, otherDisconnects).increment();
    }

    void command() {
        commands.increment();
    }

    void published(PublishOutcome outcome, long nanos) {
        accept.record(nanos, TimeUnit.NANOSECONDS);
        switch (outcome) {
            case PublishOutcome.Accepted _ -> accepted.increment();
            case PublishOutcome.Taken _ -> taken.increment();
            case PublishOutcome.Rejected _ -> rejected.increment();
            case PublishOutcome.Unknown _ -> unknown.increment();
        }
    }
}

package io.millrace.edge.http;

import io.millrace.edge.config.Limits;
import io.millrace.edge.protocol.EmulationRequest;
import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.EdgeMail;
import io.millrace.edge.publish.LogGate;
import io.millrace.edge.socket.Uplinks;
import io.millrace.id.Incarnation;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.Emulated;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings commands to the edge that holds their connection: to the streams of this one, or into the inbox of
/// another. Anybody may ask for that, so what goes into another inbox has to bear a name that an edge has made,
/// and is bounded. Thread-safe.
public final class EmulationRouter {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmulationRouter.class);

    private final Incarnation own;
    private final Uplinks uplinks;
    private final Function<String, Optional<EdgeAddress>> edges;
    private final EdgeMail mail;
    private final StreamNames names;
    private final RelayBounds bounds;
    private final Meters meters;
    private final LogGate lost = new LogGate(LOGGER, "emulated commands not handed on");

    /// What a router works with.
    ///
    /// @param own name of this edge among all
    /// @param uplinks the streams of this edge
    /// @param edges finds a living edge by its name
    /// @param keys the same on all edges, the current one first; empty when there is none
    public record Parts(
            Incarnation own,
            Uplinks uplinks,
            Function<String, Optional<EdgeAddress>> edges,
            EdgeMail mail,
            List<byte[]> keys) {}

    /// @param limits of what is handed on
    public EmulationRouter(Parts parts, Limits.Relay limits, Meters meters) {
        this.own = parts.own;
        this.uplinks = parts.uplinks;
        this.edges = parts.edges;
        this.mail = parts.mail;
        this.names = new StreamNames(parts.keys);
        this.bounds = new RelayBounds(limits);
        this.meters = meters;
        meters.gauge("edge_relay_requests", "Uplink requests on their way to other edges", bounds::requests);
        meters.gauge("edge_relay_bytes", "Bytes of uplinks on their way to other edges", bounds::bytes);
    }

    /// What became of the commands.
    enum Outcome {
        /// On their way. The answer, if any, comes over the connection.
        TAKEN,
        /// There is no such edge, or no such connection on this one.
        UNKNOWN,
        /// The name of the connection is invented.
        FORGED,
        /// This edge has handed on too many of late, of this connection or of all.
        TOO_OFTEN,
        /// This edge has too much to hand on.
        FULL,
        /// They could not be handed on now.
        UNAVAILABLE
    }

    /// The name by which clients say which edge holds their connection.
    String node() {
        return own.value();
    }

    /// A secret name for a connection of this edge.
    String nextSession() {
        return names.next(own.value());
    }

    Uplinks uplinks() {
        return uplinks;
    }

    Outcome route(EmulationRequest request) {
        if (request.node().equals(own.value())) {
            return switch (uplinks.deliver(request.session(), request.data().toByteArray())) {
                case TAKEN -> Outcome.TAKEN;
                case UNKNOWN -> Outcome.UNKNOWN;
            };
        }
        Outcome outcome = relay(request);
        meters.counter(
                        "edge_relayed",
                        "Uplink requests for other edges, by what became of them",
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
        return outcome;
    }

    private Outcome relay(EmulationRequest request) {
        if (!names.isGood(request.node(), request.session())) {
            return Outcome.FORGED;
        }
        Optional<EdgeAddress> owner = edges.apply(request.node());
        if (owner.isEmpty()) {
            return Outcome.UNKNOWN;
        }
        return switch (bounds.enter(request.session(), request.data().size(), System.nanoTime())) {
            case TOO_OFTEN -> Outcome.TOO_OFTEN;
            case FULL -> Outcome.FULL;
            case ENTERED -> send(owner.get(), request);
        };
    }

    /// A client whose commands are lost gets no answer to them, and does what it does after a timeout.
    private Outcome send(EdgeAddress owner, EmulationRequest request) {
        AtomicBoolean under = new AtomicBoolean(true);
        Runnable left = () -> {
            if (under.compareAndSet(true, false)) {
                bounds.leave(request.data().size());
            }
        };
        try {
            EdgeDelivery delivery = EdgeDelivery.newBuilder()
                    .setIncarnation(owner.incarnation().value())
                    .setRoom("")
                    .setEmulated(new Emulated(
                            request.session(), ByteBuffer.wrap(request.data().toByteArray())))
                    .build();
            mail.send(owner, delivery, failure -> {
                left.run();
                if (failure != null) {
                    lost.warn(failure);
                }
            });
            return Outcome.TAKEN;
        } catch (RuntimeException failure) {
            left.run();
            lost.warn(failure);
            return Outcome.UNAVAILABLE;
        }
    }
}

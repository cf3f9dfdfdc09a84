package io.millrace.edge.http;

import io.millrace.edge.deliver.EdgeDirectory;
import io.millrace.edge.protocol.EmulationRequest;
import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.EdgeMail;
import io.millrace.edge.socket.Uplinks;
import io.millrace.id.Incarnation;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.Emulated;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings commands to the edge that holds their connection: to the streams of this one, or into the inbox of
/// another. Thread-safe.
public final class EmulationRouter {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmulationRouter.class);

    private final Incarnation own;
    private final Uplinks uplinks;
    private final EdgeDirectory directory;
    private final EdgeMail mail;

    /// @param own name of this edge among all
    /// @param uplinks the streams of this edge
    public EmulationRouter(Incarnation own, Uplinks uplinks, EdgeDirectory directory, EdgeMail mail) {
        this.own = own;
        this.uplinks = uplinks;
        this.directory = directory;
        this.mail = mail;
    }

    /// What became of the commands.
    enum Outcome {
        /// On their way. The answer, if any, comes over the connection.
        TAKEN,
        /// There is no such edge, or no such connection on this one.
        UNKNOWN,
        /// They could not be handed on now.
        UNAVAILABLE
    }

    /// The name by which clients say which edge holds their connection.
    String node() {
        return own.value();
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
        Optional<EdgeAddress> owner = directory.find(request.node());
        return owner.isEmpty() ? Outcome.UNKNOWN : send(owner.get(), request);
    }

    private Outcome send(EdgeAddress owner, EmulationRequest request) {
        EdgeDelivery delivery = EdgeDelivery.newBuilder()
                .setIncarnation(owner.incarnation().value())
                .setRoom("")
                .setEmulated(new Emulated(
                        request.session(), ByteBuffer.wrap(request.data().toByteArray())))
                .build();
        try {
            mail.send(owner, delivery, EmulationRouter::lost);
            return Outcome.TAKEN;
        } catch (RuntimeException failure) {
            lost(failure);
            return Outcome.UNAVAILABLE;
        }
    }

    /// The client gets no answer to its commands, and does what it does after a timeout.
    private static void lost(Exception failure) {
        LOGGER.atWarn().addKeyValue("error", failure.toString()).log("emulated commands not handed on");
    }
}

package io.millrace.edge.socket;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Header;
import io.helidon.http.HttpPrologue;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.spi.Http1Upgrader;
import io.helidon.webserver.spi.ServerConnection;
import io.millrace.edge.socket.HandshakeAnswer.Refusal;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the acceptor for the path of an upgrade request and answers the handshake. Paths without an acceptor
/// stay with HTTP routing. Thread-safe.
final class UpgradeRoutes implements Http1Upgrader {
    static final String PROTOCOL = "websocket";

    private final Map<String, SocketAcceptor> acceptors;
    private final Sweeper sweeper;
    private final SocketSettings settings;
    private final SocketMetrics metrics;
    private final OriginPolicy origins;

    UpgradeRoutes(
            Map<String, SocketAcceptor> acceptors, Sweeper sweeper, SocketSettings settings, SocketMetrics metrics) {
        this.acceptors = Map.copyOf(acceptors);
        this.sweeper = sweeper;
        this.settings = settings;
        this.metrics = metrics;
        this.origins = new OriginPolicy(settings.allowedOrigins(), settings.sameHostAllowed());
    }

    @Override
    public String supportedProtocol() {
        return PROTOCOL;
    }

    @Override
    public @Nullable ServerConnection upgrade(
            ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        SocketAcceptor acceptor = acceptors.get(prologue.uriPath().path());
        if (acceptor == null) {
            return null;
        }
        Handshake handshake = handshake(context, prologue, headers);
        HandshakeAnswer.check(prologue.method().text(), handshake).ifPresent(refusal -> refuse(context, refusal));
        if (!origins.admits(handshake)) {
            refuse(context, new Refusal(403, "this origin may not connect"));
        }
        return switch (admit(acceptor, handshake)) {
            case Admission.Accepted accepted -> connection((GuardedContext) context, handshake, accepted);
            case Admission.Refused refused -> throw refuse(context, new Refusal(refused.status(), refused.text()));
        };
    }

    private Admission admit(SocketAcceptor acceptor, Handshake handshake) {
        try {
            return acceptor.admit(handshake);
        } catch (RuntimeException failure) {
            metrics.handshake(500);
            throw failure;
        }
    }

    private ServerConnection connection(GuardedContext context, Handshake handshake, Admission.Accepted accepted) {
        accepted.subprotocol().ifPresent(name -> {
            if (!handshake.subprotocols().contains(name)) {
                throw new IllegalStateException("subprotocol " + name + " was not offered");
            }
        });
        String key = handshake.header("sec-websocket-key").orElseThrow();
        Optional<String> extension = settings.compression()
                ? DeflateOffer.answer(handshake.headers().getOrDefault("sec-websocket-extensions", List.of()))
                : Optional.empty();
        byte[] answer = HandshakeAnswer.switchProtocols(key, accepted.subprotocol(), extension);
        WebSocketConnection connection = new WebSocketConnection(
                context.link(), sweeper, settings, metrics, accepted.handler(), extension.isPresent());
        return new Upgrade(context, connection, answer);
    }

    /// Answers without an upgrade and ends the connection.
    private CloseConnectionException refuse(ConnectionContext context, Refusal refusal) {
        metrics.handshake(refusal.status());
        context.dataWriter().writeNow(BufferData.create(refusal.encode()));
        throw new CloseConnectionException("handshake refused with " + refusal.status());
    }

    private static Handshake handshake(ConnectionContext context, HttpPrologue prologue, WritableHeaders<?> headers) {
        Map<String, List<String>> values = new HashMap<>();
        for (Header header : headers) {
            values.put(header.headerName().lowerCase().toLowerCase(Locale.ROOT), List.copyOf(header.allValues()));
        }
        return new Handshake(
                prologue.uriPath().path(),
                prologue.query().toMap(),
                Map.copyOf(values),
                (InetSocketAddress) context.remotePeer().address(),
                context.isSecure(),
                HeaderTokens.of(values.getOrDefault("sec-websocket-protocol", List.of())));
    }
}

package io.millrace.edge.http;

import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.session.EdgeServices;
import io.millrace.edge.session.Session;
import io.millrace.edge.session.SessionRegistry;
import io.millrace.edge.session.Transport;
import io.millrace.edge.socket.Admission;
import io.millrace.edge.socket.Handshake;
import io.millrace.edge.socket.SocketAcceptor;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.health.HealthChecks;

/// Opens a session for each WebSocket on `/connection/websocket`.
final class ClientEndpoint implements SocketAcceptor {

    static final String PATH = "/connection/websocket";

    private final EdgeServices services;
    private final SessionRegistry sessions;
    private final HealthChecks health;

    ClientEndpoint(EdgeServices services, SessionRegistry sessions, HealthChecks health) {
        this.services = services;
        this.sessions = sessions;
        this.health = health;
    }

    @Override
    public Admission admit(Handshake handshake) {
        Health ready = health.ready();
        if (!ready.up()) {
            return Admission.refuse(503, "not ready: " + ready.detail());
        }
        if (!sessions.reserve()) {
            return Admission.refuse(503, sessions.isDraining() ? "draining" : "connection limit reached");
        }
        Encoding.Choice choice = Encoding.choose(handshake.subprotocols(), query(handshake));
        Session session = new Session(
                services,
                sessions,
                Transport.webSocket(
                        choice.encoding(),
                        handshake.peer().getAddress().getHostAddress(),
                        handshake
                                .queryParameter("cf_ws_frame_ping_pong")
                                .filter("true"::equals)
                                .isPresent()));
        String subprotocol = choice.subprotocol();
        return subprotocol == null ? Admission.accept(session) : Admission.accept(session, subprotocol);
    }

    /// The two parameters that choose an encoding.
    private static String query(Handshake handshake) {
        return "format=" + handshake.queryParameter("format").orElse("") + "&cf_protocol="
                + handshake.queryParameter("cf_protocol").orElse("");
    }
}

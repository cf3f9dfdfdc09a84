package io.millrace.edge.http;

import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.session.Transport;
import io.millrace.edge.socket.Admission;
import io.millrace.edge.socket.Handshake;
import io.millrace.edge.socket.SocketAcceptor;

/// Opens a session for each WebSocket on `/connection/websocket`.
final class ClientEndpoint implements SocketAcceptor {

    static final String PATH = "/connection/websocket";

    private final ClientDoor door;

    ClientEndpoint(ClientDoor door) {
        this.door = door;
    }

    @Override
    public Admission admit(Handshake handshake) {
        Encoding.Choice choice = Encoding.choose(handshake.subprotocols(), query(handshake));
        Transport transport = Transport.webSocket(
                choice.encoding(),
                handshake.peer().getAddress().getHostAddress(),
                handshake
                        .queryParameter("cf_ws_frame_ping_pong")
                        .filter("true"::equals)
                        .isPresent());
        String subprotocol = choice.subprotocol();
        return switch (door.enter(transport)) {
            case ClientDoor.Entry.Closed(int status, String text) -> Admission.refuse(status, text);
            case ClientDoor.Entry.Open(var session) ->
                subprotocol == null ? Admission.accept(session) : Admission.accept(session, subprotocol);
        };
    }

    /// The two parameters that choose an encoding.
    private static String query(Handshake handshake) {
        return "format=" + handshake.queryParameter("format").orElse("") + "&cf_protocol="
                + handshake.queryParameter("cf_protocol").orElse("");
    }
}

package io.millrace.edge.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.millrace.edge.outbox.SharedReply;
import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.protocol.Push;
import io.millrace.edge.protocol.Reply;
import io.millrace.edge.session.Session;
import io.millrace.edge.session.Transport;
import io.millrace.edge.socket.CloseCause;
import io.millrace.edge.socket.CloseCodes;
import io.millrace.edge.socket.CloseInfo;
import io.millrace.edge.socket.Farewell;
import io.millrace.edge.socket.SocketServer;
import io.millrace.edge.socket.StreamFraming;
import io.millrace.edge.socket.StreamOpening;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Opens a session for each streamed response on `/connection/http_stream` and `/connection/sse` (protocol
/// specification, section 13).
final class StreamEndpoint {

    static final String HTTP_STREAM = "/connection/http_stream";
    static final String EVENTS = "/connection/sse";

    private static final int FIRST_CODE = 3000;

    private final ClientDoor door;
    private final SocketServer sockets;
    private final EmulationRouter emulation;
    private final CrossOrigin origins;
    private final int maxMessageBytes;

    StreamEndpoint(
            ClientDoor door,
            SocketServer sockets,
            EmulationRouter emulation,
            CrossOrigin origins,
            int maxMessageBytes) {
        this.door = door;
        this.sockets = sockets;
        this.emulation = emulation;
        this.origins = origins;
        this.maxMessageBytes = maxMessageBytes;
    }

    void route(HttpRouting.Builder routing) {
        routing.options(HTTP_STREAM, origins::preflight);
        routing.options(EVENTS, origins::preflight);
        routing.post(HTTP_STREAM, this::httpStream);
        routing.get(EVENTS, this::eventsByQuery);
        routing.post(EVENTS, this::events);
        routing.any(HTTP_STREAM, (request, response) -> refuseMethod(response, "POST, OPTIONS"));
        routing.any(EVENTS, (request, response) -> refuseMethod(response, "GET, POST, OPTIONS"));
    }

    private static void refuseMethod(ServerResponse response, String allowed) {
        response.status(Status.METHOD_NOT_ALLOWED_405)
                .header(HeaderNames.ALLOW, allowed)
                .send();
    }

    private void httpStream(ServerRequest request, ServerResponse response) {
        if (isBinary(request)) {
            stream(request, response, Encoding.PROTOBUF, StreamFraming.BINARY, body(request));
        } else {
            stream(request, response, Encoding.JSON, StreamFraming.LINES, body(request));
        }
    }

    private void events(ServerRequest request, ServerResponse response) {
        stream(request, response, Encoding.JSON, StreamFraming.EVENTS, body(request));
    }

    private void eventsByQuery(ServerRequest request, ServerResponse response) {
        byte[] connect = request.query().first("cf_connect").orElse("").getBytes(UTF_8);
        Optional<byte[]> first = connect.length > maxMessageBytes ? Optional.empty() : Optional.of(connect);
        stream(request, response, Encoding.JSON, StreamFraming.EVENTS, first);
    }

    private Optional<byte[]> body(ServerRequest request) {
        return RequestBody.read(request, maxMessageBytes);
    }

    private void stream(
            ServerRequest request,
            ServerResponse response,
            Encoding encoding,
            StreamFraming framing,
            Optional<byte[]> first) {
        if (!origins.admit(request, response)) {
            return;
        }
        if (first.isEmpty()) {
            response.status(Status.REQUEST_ENTITY_TOO_LARGE_413).send();
            return;
        }
        if (first.get().length == 0) {
            response.status(Status.BAD_REQUEST_400).send("the connect command is missing");
            return;
        }
        String secret = emulation.nextSession();
        Transport transport = Transport.stream(encoding, peer(request), new Reply.Uplink(secret, emulation.node()));
        switch (door.enter(transport)) {
            case ClientDoor.Entry.Closed(int status, String text) ->
                response.status(Status.create(status)).send(text);
            case ClientDoor.Entry.Open(Session session) -> {
                StreamOpening opening = new StreamOpening(secret, framing, farewell(encoding), headers(response));
                start(request, opening, first.get(), session);
            }
        }
    }

    private void start(ServerRequest request, StreamOpening opening, byte[] first, Session session) {
        RuntimeException streamed;
        try {
            streamed = sockets.stream(request, opening, first, session, emulation.uplinks());
        } catch (RuntimeException failure) {
            session.onClose(new CloseInfo(CloseCause.HANDLER_FAILURE, CloseCodes.ABNORMAL, "", false, failure));
            throw failure;
        }
        throw streamed;
    }

    /// What other transports say in a close frame is a push here. The codes of WebSockets themselves mean
    /// nothing to clients, for them the stream just ends.
    private static Farewell farewell(Encoding encoding) {
        return (code, reason) -> code < FIRST_CODE
                ? Optional.empty()
                : Optional.of(SharedReply.encode(
                        Push.ofConnection(new Push.Disconnect(code, reason, reconnects(code))), encoding));
    }

    private static boolean reconnects(int code) {
        return code < 3500 || (code >= 4000 && code < 4500);
    }

    private static String peer(ServerRequest request) {
        return ((InetSocketAddress) request.remotePeer().address()).getAddress().getHostAddress();
    }

    private static Map<String, String> headers(ServerResponse response) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : response.headers()) {
            headers.put(header.name(), String.join(", ", header.allValues()));
        }
        return headers;
    }

    static boolean isBinary(ServerRequest request) {
        return request.headers()
                .first(HeaderNames.CONTENT_TYPE)
                .filter(type -> type.startsWith("application/octet-stream"))
                .isPresent();
    }
}

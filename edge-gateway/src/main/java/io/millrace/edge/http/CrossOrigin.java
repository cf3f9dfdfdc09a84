package io.millrace.edge.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.millrace.edge.socket.SocketServer;
import java.util.List;
import java.util.Optional;

/// What pages of other origins may do (the fetch standard's CORS): the same ones that may open a WebSocket,
/// with credentials. A request without `Origin` does not come from a page and passes.
final class CrossOrigin {

    private static final String MAX_AGE = "600";

    private final SocketServer sockets;

    CrossOrigin(SocketServer sockets) {
        this.sockets = sockets;
    }

    /// Allows the page to read the answer, or forbids the request.
    ///
    /// @return whether to go on; if not, the response has been sent
    boolean admit(ServerRequest request, ServerResponse response) {
        if (!isAdmitted(request)) {
            response.status(Status.FORBIDDEN_403).send("this origin may not connect");
            return false;
        }
        allow(request, response);
        return true;
    }

    /// Answers the question that browsers ask before the request. For a page that may not, nothing is allowed.
    void preflight(ServerRequest request, ServerResponse response) {
        if (isAdmitted(request)) {
            allow(request, response);
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, OPTIONS");
            first(request, HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)
                    .ifPresent(names -> response.header(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, names));
            response.header(HeaderNames.ACCESS_CONTROL_MAX_AGE, MAX_AGE);
        }
        response.status(Status.NO_CONTENT_204).send();
    }

    private boolean isAdmitted(ServerRequest request) {
        ServerRequestHeaders headers = request.headers();
        List<String> origins = headers.contains(HeaderNames.ORIGIN)
                ? headers.get(HeaderNames.ORIGIN).allValues()
                : List.of();
        return sockets.admits(origins, first(request, HeaderNames.HOST));
    }

    private static void allow(ServerRequest request, ServerResponse response) {
        first(request, HeaderNames.ORIGIN).ifPresent(origin -> {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        });
        response.header(HeaderNames.VARY, "Origin");
    }

    private static Optional<String> first(ServerRequest request, HeaderName name) {
        return request.headers().first(name);
    }
}

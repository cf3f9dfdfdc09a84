package io.millrace.edge.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.millrace.edge.protocol.EmulationRequest;
import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.protocol.ProtocolViolation;
import java.util.Optional;

/// Takes commands of clients whose connection is a stream, on `/emulation`.
final class EmulationEndpoint {

    static final String PATH = "/emulation";

    /// Names, and the secret of the session.
    private static final int ENVELOPE = 1_024;

    private final EmulationRouter router;
    private final CrossOrigin origins;
    private final int maxMessageBytes;

    EmulationEndpoint(EmulationRouter router, CrossOrigin origins, int maxMessageBytes) {
        this.router = router;
        this.origins = origins;
        this.maxMessageBytes = maxMessageBytes;
    }

    void route(HttpRouting.Builder routing) {
        routing.options(PATH, origins::preflight);
        routing.post(PATH, this::take);
        routing.any(
                PATH,
                (request, response) -> response.status(Status.METHOD_NOT_ALLOWED_405)
                        .header(HeaderNames.ALLOW, "POST, OPTIONS")
                        .send());
    }

    private void take(ServerRequest request, ServerResponse response) {
        if (origins.admit(request, response)) {
            response.status(answer(request)).send();
        }
    }

    private Status answer(ServerRequest request) {
        // In JSON the commands are a string within JSON, which needs up to twice as many bytes for them.
        Optional<byte[]> body = RequestBody.read(request, 2 * maxMessageBytes + ENVELOPE);
        if (body.isEmpty()) {
            return Status.REQUEST_ENTITY_TOO_LARGE_413;
        }
        EmulationRequest commands;
        try {
            commands = EmulationRequest.decode(
                    StreamEndpoint.isBinary(request) ? Encoding.PROTOBUF : Encoding.JSON, body.get());
        } catch (ProtocolViolation violation) {
            return Status.BAD_REQUEST_400;
        }
        if (commands.data().size() > maxMessageBytes) {
            return Status.REQUEST_ENTITY_TOO_LARGE_413;
        }
        return switch (router.route(commands)) {
            case TAKEN -> Status.NO_CONTENT_204;
            case UNKNOWN, FORGED -> Status.NOT_FOUND_404;
            case TOO_OFTEN -> Status.TOO_MANY_REQUESTS_429;
            case FULL, UNAVAILABLE -> Status.SERVICE_UNAVAILABLE_503;
        };
    }
}

package io.millrace.edge.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.millrace.edge.api.ApiDoor;
import io.millrace.runtime.health.HealthChecks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/// The HTTP door of the server API: `POST /api/<method>`.
final class ApiEndpoint implements HttpService {

    static final String PATH = "/api";

    private static final HeaderName KEY = HeaderNames.create("X-API-Key");
    private static final HeaderName ERROR_MODE = HeaderNames.create("X-Centrifugo-Error-Mode");
    private static final String SCHEME = "apikey ";
    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final Header ONLY_POST = HeaderValues.createCached(HeaderNames.ALLOW, "POST");

    private final ApiDoor door;
    private final HealthChecks health;

    ApiEndpoint(ApiDoor door, HealthChecks health) {
        this.door = door;
        this.health = health;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/{method}", this::handle);
    }

    private void handle(ServerRequest request, ServerResponse response) {
        if (!request.prologue().method().equals(Method.POST)) {
            response.header(ONLY_POST).status(Status.METHOD_NOT_ALLOWED_405).send();
            return;
        }
        if (!health.ready().up()) {
            // Without an inbox nothing could be answered, and a draining edge should get nothing new.
            response.status(Status.SERVICE_UNAVAILABLE_503).send();
            return;
        }
        ApiDoor.Response answer = door.answer(
                new ApiDoor.Request(
                        request.path().pathParameters().get("method"),
                        key(request),
                        request.headers()
                                .first(ERROR_MODE)
                                .filter("transport"::equals)
                                .isPresent(),
                        request.remotePeer().host()),
                maxBytes -> body(request, maxBytes));
        response.header(JSON)
                .status(Status.create(answer.status()))
                .send(answer.body().toByteArray());
    }

    private static String key(ServerRequest request) {
        Optional<String> header = request.headers().first(KEY);
        if (header.isPresent()) {
            return header.get();
        }
        String authorization =
                request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        if (authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return authorization.substring(SCHEME.length()).strip();
        }
        return request.query().first("api_key").orElse("");
    }

    private static Optional<byte[]> body(ServerRequest request, int maxBytes) {
        if (request.headers().contentLength().orElse(0) > maxBytes) {
            return Optional.empty();
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            return bytes.length > maxBytes ? Optional.empty() : Optional.of(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("body of an API request cannot be read", e);
        }
    }
}

package io.millrace.edge.api;

import io.millrace.edge.api.ApiAnswer.Failed;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Payload;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// What the HTTP door decides, without HTTP: whose request it is, how many there may be, and how an outcome is
/// told (protocol section 15). Thread-safe; blocks the calling thread until the call is answered.
public final class ApiDoor {

    private final ApiService service;
    private final ApiKeys keys;
    private final ApiMeters meters;
    private final Semaphore places;
    private final int maxBody;

    /// @param settings of the API
    public ApiDoor(ApiService service, ApiSettings settings, ApiMeters meters) {
        this.service = service;
        this.keys = new ApiKeys(settings);
        this.meters = meters;
        this.places = new Semaphore(settings.inFlight());
        this.maxBody = settings.maxBody();
    }

    /// One request.
    ///
    /// @param path what comes after `/api/`
    /// @param key API key as presented, empty for none
    /// @param transportErrors whether errors are told by the status
    /// @param address of the caller
    public record Request(String path, String key, boolean transportErrors, String address) {}

    /// Its answer.
    ///
    /// @param status of HTTP
    /// @param body JSON
    public record Response(int status, Payload body) {}

    /// Reads a body.
    public interface BodySource {

        /// Reads the whole body; empty when it is larger.
        Optional<byte[]> read(int maxBytes);
    }

    /// Does one request. The body is not touched before the request is known to be welcome.
    public Response answer(Request request, BodySource body) {
        Optional<ApiKeys.ApiKey> key = keys.find(request.key);
        if (key.isEmpty()) {
            return refuse("key", 401, Failed.of(ErrorCode.UNAUTHORIZED));
        }
        Optional<ApiMethod> method = ApiMethod.of(request.path);
        if (method.isEmpty()) {
            return refuse("method", 404, Failed.of(ErrorCode.METHOD_NOT_FOUND));
        }
        if (!key.get().rate().admit(System.nanoTime())) {
            meters.refused("rate");
            return response(Failed.of(ErrorCode.TOO_MANY_REQUESTS), request.transportErrors);
        }
        if (!places.tryAcquire()) {
            meters.refused("in-flight");
            return response(Failed.of(ErrorCode.TOO_MANY_REQUESTS), request.transportErrors);
        }
        try {
            Optional<byte[]> bytes = body.read(maxBody);
            return bytes.isPresent()
                    ? call(method.get(), bytes.get(), key.get().from(request.address), request.transportErrors)
                    : refuse("size", 413, Failed.badRequest("body is larger than " + maxBody + " bytes"));
        } finally {
            places.release();
        }
    }

    /// Requests that may still come in, for metrics.
    public int free() {
        return places.availablePermits();
    }

    private Response call(ApiMethod method, byte[] body, Caller caller, boolean transportErrors) {
        ApiCall call;
        try {
            call = ApiRequests.read(method, JsonBody.parse(body));
        } catch (MalformedRequestException e) {
            return refuse("malformed", 400, Failed.badRequest(String.valueOf(e.getMessage())));
        }
        return response(service.call(call, caller).join(), transportErrors);
    }

    private Response refuse(String reason, int status, Failed failed) {
        meters.refused(reason);
        return new Response(status, Payload.wrap(ApiReplies.envelope(failed)));
    }

    private static Response response(ApiAnswer answer, boolean transportErrors) {
        return transportErrors && answer instanceof Failed failed
                ? new Response(status(failed), Payload.wrap(ApiReplies.error(failed)))
                : new Response(200, Payload.wrap(ApiReplies.envelope(answer)));
    }

    /// The status of an error where callers want to see it there.
    private static int status(Failed failed) {
        return switch (failed.code()) {
            case 102, 104 -> 404;
            case 103 -> 403;
            case 106, 107, 108 -> 400;
            case 111 -> 429;
            case 112 -> 416;
            case 113 -> 409;
            default -> failed.code() < 400 ? 500 : 400;
        };
    }
}

package io.millrace.edge.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.millrace.edge.admission.RoomRules.Refusal;
import io.millrace.edge.admission.TokenVerdict;
import io.millrace.edge.protocol.ErrorCode;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Token;
import io.millrace.edge.review.Appeal;
import io.millrace.edge.review.Complainant;
import io.millrace.edge.review.ComplaintAnswer;
import io.millrace.edge.review.ModerationJson;
import io.millrace.edge.session.EdgeServices;
import io.millrace.runtime.health.HealthChecks;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door for those whom a ban keeps from connecting: `GET /v1/moderation/sanctions` and `POST
/// /v1/moderation/appeals`, with the token of a connection. Each waits on Helidon's thread of the request.
final class AppealEndpoint {

    private static final Logger LOGGER = LoggerFactory.getLogger(AppealEndpoint.class);
    private static final String SANCTIONS = "/v1/moderation/sanctions";
    private static final String APPEALS = "/v1/moderation/appeals";
    private static final String SCHEME = "bearer ";
    private static final int MAX_BODY = 16 << 10;
    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

    private final EdgeServices services;
    private final HealthChecks health;
    private final CrossOrigin origins;

    AppealEndpoint(EdgeServices services, HealthChecks health, CrossOrigin origins) {
        this.services = services;
        this.health = health;
        this.origins = origins;
    }

    /// An answer to the client.
    private record Answer(Status status, Payload body) {

        static Answer refusal(Status status, Refusal refusal) {
            return new Answer(status, ModerationJson.error(refusal));
        }
    }

    private interface Work {
        Answer of(Complainant who);
    }

    void route(HttpRouting.Builder routing) {
        routing.options(SANCTIONS, origins::preflight);
        routing.get(SANCTIONS, (request, response) -> serve(request, response, this::sanctions));
        routing.any(SANCTIONS, only("GET, OPTIONS"));
        routing.options(APPEALS, origins::preflight);
        routing.post(APPEALS, (request, response) -> serve(request, response, who -> appeal(who, request)));
        routing.any(APPEALS, only("POST, OPTIONS"));
    }

    private static Handler only(String methods) {
        return (request, response) -> response.status(Status.METHOD_NOT_ALLOWED_405)
                .header(HeaderNames.ALLOW, methods)
                .send();
    }

    private void serve(ServerRequest request, ServerResponse response, Work work) {
        if (!origins.admit(request, response)) {
            return;
        }
        Answer answer = health.ready().up()
                ? answer(request, work)
                : Answer.refusal(
                        Status.SERVICE_UNAVAILABLE_503, new Refusal(ErrorCode.INTERNAL, "the edge is not ready"));
        response.header(JSON).header(NO_STORE).status(answer.status).send(answer.body.toByteArray());
    }

    private Answer answer(ServerRequest request, Work work) {
        String address = request.remotePeer().host();
        Optional<Refusal> tooMany = services.complaints().admit(address, System.nanoTime());
        if (tooMany.isPresent()) {
            return Answer.refusal(Status.TOO_MANY_REQUESTS_429, tooMany.get());
        }
        return switch (services.tokens().verify(token(request), services.clock().instant())) {
            case TokenVerdict.Valid(var identity)
            when !identity.user().isAnonymous() -> work.of(new Complainant(identity.user(), "", address));
            case TokenVerdict.Valid _ -> unauthorized(address, "the token names no user");
            case TokenVerdict.Expired() -> Answer.refusal(Status.UNAUTHORIZED_401, Refusal.of(ErrorCode.TOKEN_EXPIRED));
            case TokenVerdict.Invalid(String reason) -> unauthorized(address, reason);
            case TokenVerdict.Unavailable _ ->
                Answer.refusal(Status.SERVICE_UNAVAILABLE_503, Refusal.of(ErrorCode.INTERNAL));
        };
    }

    private Answer sanctions(Complainant who) {
        return new Answer(
                Status.OK_200, ModerationJson.sanctions(services.sanctions().of(who.user())));
    }

    private Answer appeal(Complainant who, ServerRequest request) {
        Optional<Refusal> tooMany = services.complaints().admit(who, System.nanoTime());
        if (tooMany.isPresent()) {
            return Answer.refusal(Status.TOO_MANY_REQUESTS_429, tooMany.get());
        }
        Optional<byte[]> body = RequestBody.read(request, MAX_BODY);
        if (body.isEmpty()) {
            return Answer.refusal(
                    Status.REQUEST_ENTITY_TOO_LARGE_413,
                    new Refusal(ErrorCode.BAD_REQUEST, "bad request: the body is larger than " + MAX_BODY + " bytes"));
        }
        try {
            return await(who, Appeal.parse(Payload.wrap(body.get())));
        } catch (IllegalArgumentException e) {
            return Answer.refusal(
                    Status.BAD_REQUEST_400, new Refusal(ErrorCode.BAD_REQUEST, "bad request: " + e.getMessage()));
        }
    }

    private Answer await(Complainant who, Appeal appeal) {
        CompletableFuture<ComplaintAnswer> answer = new CompletableFuture<>();
        services.complaints().appeal(who, appeal, answer::complete);
        try {
            return switch (answer.get(services.config().timing().command().toNanos(), TimeUnit.NANOSECONDS)) {
                case ComplaintAnswer.Noted noted -> new Answer(Status.ACCEPTED_202, ModerationJson.noted(noted));
                case ComplaintAnswer.Refused(Refusal refusal) -> Answer.refusal(status(refusal.code()), refusal);
            };
        } catch (TimeoutException | ExecutionException e) {
            return Answer.refusal(Status.SERVICE_UNAVAILABLE_503, Refusal.of(ErrorCode.INTERNAL));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.refusal(Status.SERVICE_UNAVAILABLE_503, Refusal.of(ErrorCode.INTERNAL));
        }
    }

    private static Status status(ErrorCode code) {
        return code.temporary() ? Status.SERVICE_UNAVAILABLE_503 : Status.BAD_REQUEST_400;
    }

    private static Answer unauthorized(String address, String reason) {
        LOGGER.atInfo()
                .addKeyValue("peer", address)
                .addKeyValue("error", reason)
                .log("token refused");
        return Answer.refusal(Status.UNAUTHORIZED_401, Refusal.of(ErrorCode.UNAUTHORIZED));
    }

    private static Token token(ServerRequest request) {
        String authorization =
                request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        return authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? new Token(authorization.substring(SCHEME.length()).strip())
                : Token.NONE;
    }
}

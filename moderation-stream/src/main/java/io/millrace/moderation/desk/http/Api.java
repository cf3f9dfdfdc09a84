package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.millrace.moderation.desk.access.Moderator;
import io.millrace.moderation.desk.access.Task;
import io.millrace.serde.RegistryUnavailableException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all routes share: who asks, what is answered, and how failures are told. Thread-safe.
final class Api {

    private static final Logger LOGGER = LoggerFactory.getLogger(Api.class);
    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    private static final Header PROBLEM =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/problem+json");
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");
    private static final Header BEARER =
            HeaderValues.createCached(HeaderNames.create("WWW-Authenticate"), "Bearer realm=\"moderation\"");
    private static final HeaderName RETRY_AFTER = HeaderNames.create("Retry-After");
    private static final String RETRY_SECONDS = "5";

    /// PostgreSQL's class of values that cannot be.
    private static final String DATA_EXCEPTION = "22";

    private final Guard guard;

    Api(Guard guard) {
        this.guard = guard;
    }

    /// Answers calls.
    @FunctionalInterface
    interface Handler {

        /// Answers one.
        Reply handle(Call call) throws SQLException;
    }

    /// Adds a route.
    ///
    /// @param task that the moderator's role must allow
    void route(HttpRules rules, Method method, String path, Task task, Handler handler) {
        rules.route(method, path, (request, response) -> answer(request, response, task, handler));
    }

    /// Answers what is no route, so that clients always read JSON.
    static void nothing(ServerResponse response) {
        problem(response, Problem.of(404, "there is no such path"));
    }

    private void answer(ServerRequest request, ServerResponse response, Task task, Handler handler) {
        response.header(NO_STORE);
        try {
            Optional<String> authorization = request.headers().first(HeaderNames.AUTHORIZATION);
            Moderator moderator =
                    guard.admit(authorization, request.remotePeer().host(), task);
            send(response, handler.handle(new Call(request, moderator)));
        } catch (ProblemException e) {
            problem(response, e.problem());
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith(DATA_EXCEPTION)) {
                problem(response, Problem.of(400, "a value is beyond what the database can compare, such as a year"));
                return;
            }
            LOGGER.atWarn().addKeyValue("error", e.toString()).log("database cannot be asked");
            response.header(HeaderValues.create(RETRY_AFTER, RETRY_SECONDS));
            problem(response, Problem.of(503, "the database cannot be asked now, try again"));
        } catch (RuntimeException e) {
            if (RegistryUnavailableException.caused(e)) {
                response.header(HeaderValues.create(RETRY_AFTER, RETRY_SECONDS));
                problem(response, Problem.of(503, "the schema registry cannot be asked now, try again"));
                return;
            }
            LOGGER.atError().setCause(e).log("request failed");
            problem(response, Problem.of(500, "this is a fault of the desk; its log says more"));
        }
    }

    private static void send(ServerResponse response, Reply reply) {
        response.status(Status.create(reply.status()));
        if (reply.etag() != null) {
            response.header(HeaderValues.create(HeaderNames.ETAG, reply.etag()));
        }
        if (reply.body() == null) {
            response.send();
        } else {
            response.header(JSON);
            response.send(reply.body().toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void problem(ServerResponse response, Problem problem) {
        ObjectNode body = Reply.NODES.objectNode();
        body.put("type", "about:blank");
        body.put("title", Status.create(problem.status()).reasonPhrase());
        body.put("status", problem.status());
        body.put("detail", problem.detail());
        if (problem.field() != null) {
            body.put("field", problem.field());
        }
        if (problem.limit() != null) {
            body.put("limit", problem.limit());
        }
        if (problem.value() != null) {
            body.put("value", problem.value());
        }
        if (problem.errors() != null) {
            body.set("errors", problem.errors());
        }
        if (problem.status() == 401) {
            response.header(BEARER);
        }
        response.status(Status.create(problem.status()));
        response.header(PROBLEM);
        response.send(body.toString().getBytes(StandardCharsets.UTF_8));
    }
}

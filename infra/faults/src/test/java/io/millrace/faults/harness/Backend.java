package io.millrace.faults.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.faults.check.Attempt;
import io.millrace.faults.check.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// A backend that calls the server API of whichever edge answers. It repeats a publication with the same key
/// until its outcome is certain. Owned by its thread.
final class Backend implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final List<URI> edges;
    private final List<String> rooms;
    private final String told;
    private final List<String> users;
    private final Activity activity;
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final Thread thread = Thread.ofVirtual().unstarted(this::work);
    private volatile boolean closed;

    /// @param rooms of the run
    /// @param told room that nobody else publishes into
    /// @param users whose connections it controls
    Backend(List<URI> edges, List<String> rooms, String told, List<String> users, Activity activity) {
        this.edges = List.copyOf(edges);
        this.rooms = List.copyOf(rooms);
        this.told = told;
        this.users = List.copyOf(users);
        this.activity = activity;
        thread.start();
    }

    /// Every publication, each accepted once the backend is closed.
    List<Attempt> attempts() {
        return List.copyOf(attempts);
    }

    private void work() {
        String story = "All that was said before stays as it was, and only the number at the end is another: ";
        for (int turn = 0; !closed; turn++) {
            String room = rooms.get(turn % rooms.size());
            Outcome.Accepted place = publish("publish", room, "api-publish-" + turn, "");
            publish("publish", told, "api-told-" + turn, story + turn);
            publish("broadcast", room, "api-broadcast-" + turn, "");
            ask("presence", "{\"channel\":\"%s\"}".formatted(room));
            ask("presence_stats", "{\"channel\":\"%s\"}".formatted(room));
            ask("history", "{\"channel\":\"%s\",\"limit\":5}".formatted(room));
            if (turn % 5 == 0) {
                control(users.get(turn / 5 % users.size()));
                ask(
                        "retract",
                        "{\"channel\":\"%s\",\"offset\":%d,\"epoch\":\"%s\"}"
                                .formatted(room, place.offset(), place.epoch()));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /// In rooms of its own what the run must not lose is removed, and connections are ended that come back.
    private void control(String user) {
        String erased = "chat:erased";
        ask("publish", "{\"channel\":\"%s\",\"data\":1}".formatted(erased));
        ask("publish", "{\"channel\":\"%s\",\"data\":2,\"skip_history\":true}".formatted(erased));
        ask("history_remove", "{\"channel\":\"%s\"}".formatted(erased));
        ask("subscribe", "{\"user\":\"%s\",\"channel\":\"%s\"}".formatted(user, erased));
        ask("unsubscribe", "{\"user\":\"%s\",\"channel\":\"%s\"}".formatted(user, erased));
        long end = Instant.now().getEpochSecond() + 3_600;
        ask("refresh", "{\"user\":\"%s\",\"expire_at\":%d}".formatted(user, end));
        ask("channels", "{\"pattern\":\"chat:erased*\"}");
        ask("info", "{}");
        ask("disconnect", "{\"user\":\"%s\",\"disconnect\":{\"code\":3011,\"reason\":\"move\"}}".formatted(user));
    }

    private Outcome.Accepted publish(String method, String room, String id, String text) {
        String data = text.isEmpty() ? Payloads.of(id) : Payloads.of(id, text);
        String where = method.equals("publish")
                ? "\"channel\":\"" + room + "\""
                : "\"channels\":[\"" + room + "\",\"chat:beside\"]";
        String body = "{%s,\"data\":%s,\"idempotency_key\":\"%s\"}".formatted(where, data, id + "@" + told);
        Attempt attempt =
                new Attempt("backend", room, id, System.nanoTime(), new Outcome.Unknown(), Payloads.hash(data), false);
        while (true) {
            JsonNode answer = call(method, body);
            JsonNode place = method.equals("publish") ? answer : answer.at("/result/responses/0");
            if (place.has("result")) {
                activity.done("api " + method);
                Outcome.Accepted accepted = new Outcome.Accepted(
                        place.at("/result/epoch").asText(),
                        place.at("/result/offset").asLong(),
                        System.nanoTime());
                attempts.add(attempt.with(accepted));
                return accepted;
            }
            attempt = attempt.repeated();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /// During an outage an error is the right answer.
    private void ask(String method, String body) {
        JsonNode answer = call(method, body);
        activity.done(answer.has("result") ? "api " + method : "api error " + answer.at("/error/code"));
    }

    private JsonNode call(String method, String body) {
        URI edge = edges.get(ThreadLocalRandom.current().nextInt(edges.size()));
        HttpRequest request = HttpRequest.newBuilder(edge.resolve("/api/" + method))
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            String answer = HTTP.send(request, BodyHandlers.ofString()).body();
            return answer.startsWith("{") ? JSON.readTree(answer) : JSON.createObjectNode();
        } catch (IOException outage) {
            return JSON.createObjectNode();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Waits for the outcome of the last publication.
    @Override
    public void close() {
        closed = true;
        try {
            if (!thread.join(Duration.ofMinutes(1))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

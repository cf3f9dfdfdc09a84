package io.millrace.load.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One user's client, speaking the Centrifuge protocol in JSON over a WebSocket.
///
/// It reconnects by itself, with jitter, to the addresses it was given in turn, and takes its subscriptions
/// up again where they were. Commands under way when a connection ends are answered with `Unknown`.
/// Thread-safe; futures are completed and the log is called on the HTTP client's threads, in order.
public final class ChatClient implements AutoCloseable {

    private static final long PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 1_600;
    private static final int FIRST_TERMINAL_CODE = 3_500;

    private final List<URI> addresses;
    private final @Nullable String token;
    private final RoomLog log;
    private final HttpClient http;
    private final Map<Long, CompletableFuture<Answer>> waiting = new HashMap<>();
    private final Map<String, Position> rooms = new HashMap<>();
    private final Map<String, CompletableFuture<Void>> firstSubscribed = new HashMap<>();
    private @Nullable Link link;
    private int address;
    private int failures;
    private long ids;
    private boolean connected;
    private boolean closed;

    /// Where a subscription stands; offset -1 before it was ever live.
    private record Position(String epoch, long offset) {

        static final Position UNKNOWN = new Position("", -1);
    }

    /// Connects in the background.
    ///
    /// @param addresses WebSocket addresses of edges, at least one
    /// @param first which of them to try first
    /// @param token connection token, or empty for anonymous
    /// @param log hears what arrives
    /// @param http shared by clients
    public ChatClient(List<URI> addresses, int first, Optional<String> token, RoomLog log, HttpClient http) {
        this.addresses = List.copyOf(addresses);
        this.address = first;
        this.token = token.orElse(null);
        this.log = log;
        this.http = http;
        open();
    }

    /// Subscribes, now and after each reconnect.
    ///
    /// @return completes when the subscription is live for the first time
    public synchronized CompletableFuture<Void> subscribe(String room) {
        rooms.put(room, Position.UNKNOWN);
        CompletableFuture<Void> first = firstSubscribed.computeIfAbsent(room, _ -> new CompletableFuture<>());
        if (connected) {
            sendSubscribe(room);
        }
        return first;
    }

    /// Publishes through the command `publish`.
    ///
    /// @param data JSON text
    public CompletableFuture<Answer> publish(String room, String data) {
        return command("publish", Json.object().put("channel", room).set("data", Json.parse(data)));
    }

    /// Publishes through the rpc method `publish`, which is safe to repeat with the same key.
    ///
    /// @param data JSON text
    public CompletableFuture<Answer> publish(String room, String data, String key) {
        ObjectNode request = Json.object().put("channel", room).put("key", key);
        request.set("data", Json.parse(data));
        return command("rpc", Json.object().put("method", "publish").set("data", request));
    }

    /// Sends any command.
    ///
    /// @param name of the request, for example `history`
    public synchronized CompletableFuture<Answer> command(String name, JsonNode request) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        Link open = link;
        if (!connected || open == null) {
            answer.complete(new Answer.Unknown());
            return answer;
        }
        long id = ++ids;
        waiting.put(id, answer);
        ObjectNode command = Json.object().put("id", id);
        command.set(name, request);
        open.send(command.toString());
        return answer;
    }

    /// Breaks the TCP connection, as a bad network would; the client reconnects by itself.
    public void cut() {
        Link open;
        synchronized (this) {
            open = link;
        }
        if (open != null) {
            open.abort();
        }
    }

    /// Whether the session is open.
    public synchronized boolean isConnected() {
        return connected;
    }

    /// Closes the connection and stays closed.
    @Override
    public void close() {
        Link open;
        synchronized (this) {
            closed = true;
            open = link;
        }
        if (open != null) {
            open.close();
        }
    }

    // From the link, in the order of the connection.

    synchronized void opened(Link from) {
        if (closed) {
            from.close();
            return;
        }
        link = from;
        ObjectNode connect = Json.object();
        if (token != null) {
            connect.put("token", token);
        }
        ids = 1;
        ObjectNode command = Json.object().put("id", 1);
        command.set("connect", connect);
        from.send(command.toString());
    }

    synchronized void received(Link from, JsonNode reply) {
        if (from != link) {
            return;
        }
        if (reply.isEmpty()) {
            from.send("{}");
        } else if (reply.has("push")) {
            push(reply.get("push"));
        } else if (reply.has("connect")) {
            connected = true;
            failures = 0;
            List.copyOf(rooms.keySet()).forEach(this::sendSubscribe);
        } else {
            CompletableFuture<Answer> answer = waiting.remove(reply.path("id").asLong());
            if (answer != null) {
                answer.complete(answer(reply));
            }
        }
    }

    /// @param code of the close frame, or 1006
    void ended(Link from, int code) {
        List<CompletableFuture<Answer>> unanswered;
        synchronized (this) {
            if (link != null && from != link) {
                return;
            }
            link = null;
            connected = false;
            unanswered = new ArrayList<>(waiting.values());
            waiting.clear();
            if (!closed && !(code >= FIRST_TERMINAL_CODE && code < 4_000)) {
                later(this::open);
            }
        }
        unanswered.forEach(answer -> answer.complete(new Answer.Unknown()));
    }

    private void push(JsonNode push) {
        String room = push.path("channel").asText();
        if (push.has("pub")) {
            deliver(room, push.get("pub"));
        } else if (push.has("unsubscribe")
                && push.path("unsubscribe").path("code").asInt() >= 2_500) {
            sendSubscribe(room);
        }
    }

    private void deliver(String room, JsonNode publication) {
        Position position = rooms.getOrDefault(room, Position.UNKNOWN);
        long offset = publication.path("offset").asLong();
        rooms.put(room, new Position(position.epoch, offset));
        log.delivered(new Delivery(
                room, position.epoch, offset, publication.path("data").toString(), System.nanoTime()));
    }

    private void sendSubscribe(String room) {
        Position position = rooms.getOrDefault(room, Position.UNKNOWN);
        ObjectNode request = Json.object().put("channel", room).put("recoverable", true);
        if (position.offset >= 0) {
            request.put("recover", true).put("offset", position.offset).put("epoch", position.epoch);
        }
        var _ = command("subscribe", request).thenAccept(answer -> {
            switch (answer) {
                case Answer.Done(JsonNode reply) -> subscribed(room, reply.path("subscribe"));
                case Answer.Refused(int code, String message, boolean temporary) -> {
                    if (temporary) {
                        later(() -> {
                            synchronized (this) {
                                if (connected) {
                                    sendSubscribe(room);
                                }
                            }
                        });
                    } else {
                        subscribeFailed(room, code + " " + message);
                    }
                }
                case Answer.Unknown() -> {}
            }
        });
    }

    private synchronized void subscribed(String room, JsonNode result) {
        boolean recovered = result.path("recovered").asBoolean();
        Position before = rooms.getOrDefault(room, Position.UNKNOWN);
        String epoch = result.path("epoch").asText();
        long offset = recovered ? before.offset : result.path("offset").asLong();
        rooms.put(room, new Position(epoch, offset));
        log.subscribed(room, epoch, offset, recovered);
        result.path("publications").forEach(publication -> deliver(room, publication));
        CompletableFuture<Void> first = firstSubscribed.get(room);
        if (first != null) {
            first.complete(null);
        }
    }

    private synchronized void subscribeFailed(String room, String why) {
        CompletableFuture<Void> first = firstSubscribed.get(room);
        if (first != null) {
            first.completeExceptionally(new IllegalStateException("subscribe to " + room + " was refused: " + why));
        }
    }

    private void open() {
        URI uri;
        synchronized (this) {
            if (closed) {
                return;
            }
            uri = addresses.get(Math.floorMod(address++, addresses.size()));
        }
        new Link(this).open(http, uri);
    }

    private synchronized void later(Runnable action) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, PAUSE_MILLIS << Math.min(4, failures++));
        long pause = ThreadLocalRandom.current().nextLong(most / 2, most);
        CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS).execute(action);
    }

    private static Answer answer(JsonNode reply) {
        JsonNode error = reply.get("error");
        return error == null
                ? new Answer.Done(reply)
                : new Answer.Refused(
                        error.path("code").asInt(),
                        error.path("message").asText(),
                        error.path("temporary").asBoolean());
    }
}

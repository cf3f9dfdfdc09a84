package io.millrace.faults.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.faults.check.Observation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A user that follows rooms by HTTP streaming or server-sent events, asks for things through whichever edge,
/// and comes back where it was after every end. One thread reads, another asks.
final class StreamFollower implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PAUSE_NANOS = Duration.ofMillis(100).toNanos();

    private final List<URI> edges;
    private final String path;
    private final boolean deltas;
    private final String user;
    private final List<String> rooms;
    private final Activity activity;
    private final Map<String, Following> followed = new ConcurrentHashMap<>();
    private final Map<Integer, String> asked = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger(1);
    private final Thread reader = Thread.ofVirtual().unstarted(this::read);
    private final Thread asker = Thread.ofVirtual().unstarted(this::ask);
    private volatile @Nullable Session session;
    private volatile boolean closed;

    /// Where the uplink goes.
    private record Session(String node, String secret) {}

    /// What is known of a room. Changed by the reader alone.
    private static final class Following {

        private final List<Observation> seen = new ArrayList<>();
        private String epoch = "";
        private long offset;
        private String text = "";
    }

    /// @param path of the transport
    /// @param deltas whether to ask for them
    StreamFollower(List<URI> edges, String path, boolean deltas, String user, List<String> rooms, Activity activity) {
        this.edges = List.copyOf(edges);
        this.path = path;
        this.deltas = deltas;
        this.user = user;
        this.rooms = List.copyOf(rooms);
        this.activity = activity;
        rooms.forEach(room -> followed.put(room, new Following()));
        reader.start();
        asker.start();
    }

    Map<String, List<Observation>> observations() {
        Map<String, List<Observation>> all = new HashMap<>();
        followed.forEach((room, following) -> {
            synchronized (following) {
                all.put(room, List.copyOf(following.seen));
            }
        });
        return all;
    }

    /// How often a room was begun anew, the first time not counted.
    long restarts() {
        return observations().values().stream()
                        .flatMap(List::stream)
                        .filter(Observation.Started.class::isInstance)
                        .count()
                - rooms.size();
    }

    /// Whether every room has been followed from its beginning up to a place.
    boolean hasSeen(Map<String, Long> tops) {
        return rooms.stream().allMatch(room -> {
            Following following = Objects.requireNonNull(followed.get(room));
            synchronized (following) {
                return !following.epoch.isEmpty() && following.offset >= tops.getOrDefault(room, 0L);
            }
        });
    }

    private void read() {
        for (int turn = 0; !closed; turn++) {
            try {
                stream(edges.get(turn % edges.size()));
            } catch (IOException end) {
                activity.done("stream broken");
            } catch (InterruptedException e) {
                return;
            }
            session = null;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void stream(URI edge) throws IOException, InterruptedException {
        List<String> first = new ArrayList<>();
        first.add("{\"id\":" + id("connect") + ",\"connect\":{\"token\":\"" + Credentials.token(user) + "\"}}");
        rooms.forEach(room -> first.add(subscribe(room)));
        HttpResponse<InputStream> response =
                HTTP.send(post(edge, path, String.join("\n", first)), BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
                String reply = line.startsWith("data: ") ? line.substring(6) : line;
                if (!reply.isEmpty() && response.statusCode() == 200) {
                    take(JSON.readTree(reply));
                }
            }
        }
    }

    private void take(JsonNode reply) throws IOException {
        if (reply.isEmpty()) {
            var _ = send("{}");
        } else if (reply.has("push")) {
            push(reply.get("push"));
        } else {
            answer(reply, asked.remove(reply.get("id").asInt()));
        }
    }

    private void push(JsonNode push) throws IOException {
        String room = push.path("channel").asText();
        if (push.has("pub") && followed.containsKey(room)) {
            publication(room, push.get("pub"));
        } else if (push.has("unsubscribe") && followed.containsKey(room)) {
            again(room);
        }
    }

    /// A subscribe that gets lost would be missed; a new connection makes up for it.
    private void again(String room) throws IOException {
        if (!send(subscribe(room))) {
            throw new IOException("not subscribed again");
        }
    }

    private void answer(JsonNode reply, @Nullable String what) throws IOException {
        if (what == null) {
            return;
        }
        String room = what.startsWith("subscribe ") ? what.substring("subscribe ".length()) : "";
        if (reply.has("connect")) {
            session = new Session(
                    reply.at("/connect/node").asText(),
                    reply.at("/connect/session").asText());
        } else if (reply.has("error")) {
            activity.done("error " + reply.at("/error/code").asInt());
            if (followed.containsKey(room)) {
                LockSupport.parkNanos(PAUSE_NANOS);
                again(room);
            }
        } else if (followed.containsKey(room)) {
            subscribed(room, reply.get("subscribe"));
        } else {
            activity.done(room.isEmpty() ? what : "subscribe");
        }
    }

    private void subscribed(String room, JsonNode result) {
        Following following = Objects.requireNonNull(followed.get(room));
        if (result.path("recovered").asBoolean()) {
            activity.done("recovered over " + path);
            result.path("publications").forEach(publication -> publication(room, publication));
            return;
        }
        synchronized (following) {
            following.epoch = result.get("epoch").asText();
            following.offset = result.path("offset").asLong();
            following.seen.add(new Observation.Started(following.epoch, following.offset));
        }
    }

    private void publication(String room, JsonNode publication) {
        Following following = Objects.requireNonNull(followed.get(room));
        JsonNode data = publication.get("data");
        if (publication.path("delta").asBoolean()) {
            activity.done("delta");
            following.text = FossilPatch.apply(following.text, data.asText());
        } else {
            following.text = deltas ? data.asText() : data.toString();
        }
        synchronized (following) {
            following.offset = publication.get("offset").asLong();
            following.seen.add(new Observation.Delivered(
                    following.epoch, following.offset, Payloads.id(following.text), Payloads.hash(following.text)));
        }
    }

    private String subscribe(String room) {
        Following following = Objects.requireNonNull(followed.get(room));
        String more = deltas ? ",\"delta\":\"fossil\"" : "";
        if (!following.epoch.isEmpty()) {
            more += ",\"recover\":true,\"epoch\":\"" + following.epoch + "\",\"offset\":" + following.offset;
        }
        return "{\"id\":%d,\"subscribe\":{\"channel\":\"%s\"%s}}".formatted(id("subscribe " + room), room, more);
    }

    /// Asks for one thing after the other while there is a session.
    private void ask() {
        String visited = "chat:visited-" + user;
        while (!closed) {
            String room = rooms.get(ThreadLocalRandom.current().nextInt(rooms.size()));
            var _ = send(
                    command("presence", room, ""),
                    command("presence_stats", room, ""),
                    command("history", room, ",\"limit\":3,\"reverse\":true"),
                    "{\"id\":%d,\"subscribe\":{\"channel\":\"%s\"}}".formatted(id("subscribe " + visited), visited),
                    command("unsubscribe", visited, ""),
                    "{\"id\":%d,\"refresh\":{\"token\":\"%s\"}}".formatted(id("refresh"), Credentials.token(user)));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private String command(String method, String room, String more) {
        return "{\"id\":%d,\"%s\":{\"channel\":\"%s\"%s}}".formatted(id(method), method, room, more);
    }

    private int id(String what) {
        int id = ids.getAndIncrement();
        asked.put(id, what);
        return id;
    }

    /// Sends through any edge.
    ///
    /// @return false when the commands may be lost
    private boolean send(String... commands) {
        Session current = session;
        if (current == null) {
            return false;
        }
        URI edge = edges.get(ThreadLocalRandom.current().nextInt(edges.size()));
        try {
            String body = JSON.writeValueAsString(
                    Map.of("node", current.node(), "session", current.secret(), "data", String.join("\n", commands)));
            return HTTP.send(post(edge, "/emulation", body), BodyHandlers.discarding())
                            .statusCode()
                    == 204;
        } catch (IOException lost) {
            activity.done("uplink lost");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static HttpRequest post(URI edge, String path, String body) {
        return HttpRequest.newBuilder(edge.resolve(path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(5))
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
        asker.interrupt();
    }
}

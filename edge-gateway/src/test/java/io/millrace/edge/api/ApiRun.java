package io.millrace.edge.api;

import io.millrace.edge.admission.RoomRules;
import io.millrace.edge.config.EdgeConfig;
import io.millrace.edge.publish.AnsweredWrites;
import io.millrace.edge.publish.AuditLog;
import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.EdgeMail;
import io.millrace.edge.publish.PendingPublishes;
import io.millrace.edge.publish.ServerPublisher;
import io.millrace.edge.room.Archive;
import io.millrace.edge.room.RoomFixtures;
import io.millrace.edge.room.RoomHub;
import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.edge.EdgeControl;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.NodeReport;
import io.millrace.testkit.time.TestClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Edges with nothing but their server API, between fake rooms and mail that arrives at once. The first one is
/// asked; the API key `s3cret` may do everything, `only-reads` has the scope `read`.
///
/// Namespaces: `chat` (history and presence), `bare` (neither), `signal` (binary payloads).
public final class ApiRun implements AutoCloseable {

    static final String KEY = "s3cret";
    static final String READER_KEY = "only-reads";

    final PendingPublishes pending = new PendingPublishes();
    public final FakeRooms rooms = new FakeRooms(pending);
    final List<Edge> edges = new ArrayList<>();
    private final TestClock clock = TestClock.at(Instant.ofEpochSecond(RoomFixtures.EVENT_MICROS / 1_000_000));
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private final EdgeConfig config;

    private ApiRun(int count, Map<String, String> overrides) {
        Map<String, String> all = new HashMap<>(
                Map.of("edge.api.key", KEY, "edge.api.keys.reader.key", READER_KEY, "edge.timing.command", "20s"));
        all.putAll(overrides);
        config = Config.of(
                        Map.of(
                                "namespaces",
                                namespaces(),
                                "edge",
                                Map.of("api", Map.of("keys", Map.of("reader", Map.of("scopes", List.of("read")))))),
                        Map.of())
                .with(all)
                .read(EdgeConfig::read);
        for (int i = 0; i < count; i++) {
            edges.add(new Edge(i));
        }
        rooms.serve(edges.getFirst().hub);
        var _ = ticker.scheduleAtFixedRate(this::tick, 10, 10, TimeUnit.MILLISECONDS);
    }

    public static ApiRun of(int edges) {
        return new ApiRun(edges, Map.of());
    }

    /// Gives up on silent rooms and edges soon.
    public static ApiRun impatient(int edges) {
        return new ApiRun(edges, Map.of("edge.timing.command", "300ms"));
    }

    static ApiRun with(Map<String, String> overrides) {
        return new ApiRun(1, overrides);
    }

    /// The operations of an edge, for a door of the test's own.
    public ApiService service(int edge) {
        return edges.get(edge).api.service();
    }

    /// Calls a method at the first edge and gives the body of the answer.
    String post(String method, String body) {
        return text(request(method, KEY, body, false));
    }

    ApiDoor.Response request(String method, String key, String body, boolean transportErrors) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return edges.getFirst()
                .api
                .door()
                .answer(
                        new ApiDoor.Request(method, key, transportErrors, "192.0.2.1"),
                        max -> bytes.length > max ? Optional.empty() : Optional.of(bytes));
    }

    static String text(ApiDoor.Response response) {
        return new String(response.body().toByteArray(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        rooms.close();
        edges.forEach(edge -> edge.inbox.shutdownNow());
    }

    private void tick() {
        long now = System.nanoTime();
        pending.sweep(now);
        edges.forEach(edge -> {
            edge.hub.sweep(now);
            edge.api.sweep(now);
        });
    }

    private List<EdgeAddress> live() {
        return edges.stream()
                .filter(edge -> !edge.dead)
                .map(edge -> edge.address)
                .toList();
    }

    /// One edge.
    final class Edge implements EdgeMail, EdgeFigures, ConnectionControl {

        final EdgeAddress address;
        final RoomHub hub = new RoomHub(
                rooms, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(40), Duration.ofMinutes(5));
        final ServerApi api;
        final List<EdgeControl> applied = new CopyOnWriteArrayList<>();
        final Map<String, Integer> subscribers = new HashMap<>();
        final ExecutorService inbox = Executors.newSingleThreadExecutor();
        volatile boolean deaf;
        volatile boolean dead;
        volatile boolean broken;

        Edge(int number) {
            address = new EdgeAddress(new Inbox(number), new Incarnation("edge-" + number));
            AuditLog audit = new AuditLog(rooms, clock);
            ServerPublisher publisher = new ServerPublisher(
                    new AnsweredWrites(
                            rooms, pending, () -> address, config.timing().command()),
                    clock);
            api = new ServerApi(
                    config.api(),
                    new ServerApi.Parts(
                            new RoomRules(config.namespaces(), 255, false),
                            hub,
                            Archive.NONE,
                            publisher,
                            this,
                            () -> address,
                            ApiRun.this::live,
                            audit,
                            clock,
                            config.timing().command(),
                            config.limits().answers().history()),
                    this,
                    this,
                    new ApiMeters(Meters.create("test")));
        }

        @Override
        public void send(EdgeAddress to, EdgeDelivery delivery, Consumer<@Nullable Exception> done) {
            Edge target = edges.get(to.inbox().partition());
            if (!target.deaf && !target.dead) {
                target.inbox.execute(() -> target.take(delivery));
            }
        }

        private void take(EdgeDelivery delivery) {
            if (delivery.getControl() != null) {
                api.control(delivery.getControl());
            } else {
                api.report(delivery.getReport());
            }
        }

        @Override
        public int apply(EdgeControl control) {
            if (broken) {
                throw new IllegalStateException("broken for the test");
            }
            applied.add(control);
            return 1;
        }

        @Override
        public NodeReport node() {
            return new NodeReport("host:" + address.inbox(), "test", 5, 4, 7, 3, 60L);
        }

        @Override
        public Map<String, Integer> subscribers(Predicate<String> channels) {
            Map<String, Integer> wanted = new HashMap<>(subscribers);
            wanted.keySet().removeIf(channels.negate());
            return wanted;
        }
    }

    private static Map<String, Object> namespaces() {
        return Map.of(
                "chat", Map.of("history-size", 100, "presence", true, "publication-limit", 1_000),
                "bare", Map.of("history-size", 0),
                "signal", Map.of("format", "binary"));
    }
}

package io.millrace.edge;

import io.millrace.edge.admission.PublicKeys;
import io.millrace.edge.admission.ResumeTickets;
import io.millrace.edge.admission.RoomRules;
import io.millrace.edge.admission.TokenVerifier;
import io.millrace.edge.api.ServerApi;
import io.millrace.edge.api.kafka.CommandDoor;
import io.millrace.edge.config.Auth;
import io.millrace.edge.config.EdgeConfig;
import io.millrace.edge.deliver.EdgeDirectory;
import io.millrace.edge.deliver.EdgeInbox;
import io.millrace.edge.deliver.SanctionFeed;
import io.millrace.edge.history.DatabaseArchive;
import io.millrace.edge.http.EmulationRouter;
import io.millrace.edge.http.HttpFront;
import io.millrace.edge.http.SocketCounters;
import io.millrace.edge.keys.PublishedKeys;
import io.millrace.edge.publish.AnsweredWrites;
import io.millrace.edge.publish.AuditLog;
import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.KafkaRoomCommands;
import io.millrace.edge.publish.PendingPublishes;
import io.millrace.edge.publish.Publisher;
import io.millrace.edge.publish.RecordWriter;
import io.millrace.edge.publish.ReviewWriter;
import io.millrace.edge.review.Complaints;
import io.millrace.edge.room.Archive;
import io.millrace.edge.room.RoomHub;
import io.millrace.edge.sanction.Sanctions;
import io.millrace.edge.session.EdgeServices;
import io.millrace.edge.session.SanctionControl;
import io.millrace.edge.session.SessionControl;
import io.millrace.edge.session.SessionMetrics;
import io.millrace.edge.session.SessionRegistry;
import io.millrace.edge.socket.Uplinks;
import io.millrace.id.Incarnation;
import io.millrace.runtime.health.Health;
import io.millrace.runtime.health.HealthChecks;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.lifecycle.Closer;
import io.millrace.runtime.lifecycle.Patience;
import io.millrace.runtime.lifecycle.Service;
import io.millrace.runtime.lifecycle.Startup;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.runtime.metrics.Meters;
import io.millrace.serde.AvroSerdes;
import io.millrace.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running edge: WebSockets on one side, Kafka on the other.
///
/// `launch` listens at once and waits for Kafka, the registry and its inbox in the background; until then the
/// edge is not ready and refuses clients with 503. `close` drains: readiness goes down, clients are closed
/// with 3001 spread over the configured window, what is under way is flushed.
public final class EdgeGateway implements Service {

    private static final Logger LOGGER = LoggerFactory.getLogger(EdgeGateway.class);
    private static final long TICK_MILLIS = 250;
    private static final Duration ATTACH_RETRY = Duration.ofSeconds(2);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration CLOSE_GRACE = Duration.ofSeconds(3);

    private final EdgeConfig config;
    private final Incarnation incarnation = Incarnation.next();
    private final InstantSource clock = InstantSource.system();
    private final Closer resources;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final HealthChecks health = new HealthChecks();
    private final Meters meters = Meters.create("edge-gateway");
    private final AvroSerdes serdes;
    private final RecordWriter writer;
    private final PendingPublishes pending = new PendingPublishes();
    private final KafkaRoomCommands commands;
    private final RoomHub rooms;
    private final EdgeDirectory directory;
    private final SessionRegistry sessions;
    private final Uplinks uplinks = new Uplinks();
    private final Sanctions sanctions = new Sanctions(clock);
    private final SanctionControl sanctionControl;
    private final ServerApi api;
    private final HttpFront front;
    private final Startup startup;
    private volatile @Nullable EdgeAddress address;
    private volatile @Nullable EdgeInbox inbox;
    private volatile boolean closing;

    /// Opens an edge.
    ///
    /// @throws IllegalStateException when its port is taken
    public static EdgeGateway launch(EdgeConfig config) {
        return Closer.opening(resources -> new EdgeGateway(config, resources));
    }

    private EdgeGateway(EdgeConfig config, Closer resources) {
        this.config = config;
        this.resources = resources;
        this.serdes = new AvroSerdes(config.registry());
        this.directory = new EdgeDirectory(config.timing().heartbeat(), clock);
        this.sessions = new SessionRegistry(config.limits());
        this.writer = resources.add(RecordWriter.open(config.kafka(), serdes, "edge-" + incarnation));
        this.commands = resources.add(
                new KafkaRoomCommands(writer, this::address, config.limits().roomCommands()));
        this.rooms = new RoomHub(
                commands,
                ATTACH_RETRY,
                config.roomLinger(),
                config.timing().positionCheck(),
                config.timing().positionCheckIdle());
        AuditLog audit = new AuditLog(writer, clock);
        Archive archive = openArchive();
        RoomRules rules = EdgeServices.rulesOf(config);
        AnsweredWrites writes = new AnsweredWrites(
                writer, pending, this::address, config.timing().command());
        EdgeServices services = new EdgeServices(
                config,
                tokens(),
                rules,
                rooms,
                archive,
                new Publisher(writes, clock),
                sanctions,
                new Complaints(
                        new ReviewWriter(writer),
                        audit,
                        sanctions,
                        clock,
                        config.limits().complaints()),
                audit,
                clock,
                Threads.virtual("edge-writer-"),
                new SessionMetrics(meters));
        this.sanctionControl = new SanctionControl(sessions, services);
        this.api = resources.add(EdgeApi.open(
                config,
                new EdgeApi.Parts(
                        rules,
                        rooms,
                        archive,
                        writer,
                        writes,
                        audit,
                        clock,
                        meters,
                        new NodeFigures(sessions, rooms, this::listensAt),
                        new SessionControl(sessions, services)::apply),
                this::address,
                directory::live));
        EdgeMetrics.register(meters, sessions, rooms, pending, commands, audit);
        health.readiness("inbox", this::inboxHealth);
        health.readiness("drain", () -> closing ? Health.down("draining") : Health.up("not draining"));
        this.front = resources.add(HttpFront.open(
                services,
                sessions,
                new EmulationRouter(
                        new EmulationRouter.Parts(incarnation, uplinks, directory::find, writer, config.streamKeys()),
                        config.limits().relay(),
                        meters),
                health,
                api.door(),
                meters.registry(),
                new SocketCounters(meters)));
        startTicking();
        this.startup = Startup.begin("edge-gateway", health, this::connect, failure);
    }

    private Archive openArchive() {
        if (config.history().isEmpty()) {
            return Archive.NONE;
        }
        DatabaseArchive archive =
                resources.add(DatabaseArchive.open(config.history().get()));
        for (Archive.Use use : Archive.Use.values()) {
            String label = use.name().toLowerCase(Locale.ROOT);
            meters.gauge(
                    "edge_archive_places_free",
                    "Reads of the archive that would still be taken",
                    () -> archive.free(use),
                    "use",
                    label);
            meters.gauge(
                    "edge_archive_refused",
                    "Reads of the archive refused because too many waited",
                    () -> archive.refused(use),
                    "use",
                    label);
        }
        return archive;
    }

    /// The port clients connect to.
    public int port() {
        return front.port();
    }

    /// Whether clients are served, and if not, why.
    public Health ready() {
        return health.ready();
    }

    @Override
    public CompletableFuture<Void> failure() {
        return failure;
    }

    @Override
    public Duration shutdownTimeout() {
        return config.timing().shutdown();
    }

    @Override
    public void close() {
        synchronized (resources) {
            if (closing) {
                return;
            }
            closing = true;
        }
        LOGGER.atInfo().addKeyValue("sessions", sessions.size()).log("draining");
        EdgeInbox open = inbox;
        if (open != null) {
            open.draining();
        }
        sessions.drain(config.drain(), CLOSE_GRACE);
        startup.close();
        resources.close();
    }

    private void connect(Patience patience) {
        TopicAdmin topics = new TopicAdmin(config.kafka());
        int inboxes = EdgeStart.awaitTopics(topics, patience);
        EdgeStart.awaitSchemas(writer, patience);
        SanctionFeed feed = resources.add(SanctionFeed.open(config.kafka(), serdes, sanctionControl::changed, meters));
        // Those that are known stay in force when Kafka is away later.
        health.detail("sanctions", feed::health);
        feed.await(patience);
        EdgeInbox.Settings settings = new EdgeInbox.Settings(
                incarnation,
                inboxes,
                config.inbox(),
                config.timing().heartbeat(),
                this::listensAt,
                sessions::size,
                rooms::size);
        EdgeInbox opened = resources.add(new EdgeInbox(settings, config.kafka(), serdes, writer, directory, clock));
        inbox = opened;
        var _ = opened.failure().whenComplete((_, cause) -> {
            if (cause != null) {
                failure.completeExceptionally(cause);
            }
        });
        EdgeAddress claimed = EdgeStart.awaitInbox(opened, patience);
        opened.read(claimed, rooms, pending, new EdgeDuties(uplinks, api), READ_TIMEOUT);
        address = claimed;
        if (config.api().commands().enabled()) {
            CommandDoor door = resources.add(EdgeApi.commands(
                    config, api, writer, serdes, clock, topics.existingPartitions(Topics.API_RESULTS)));
            // Clients can be served all the same.
            health.detail("commands", door::health);
            meters.gauge(
                    "api_commands_partitions_waiting", "Partitions whose commands cannot be executed", door::waiting);
        }
        LOGGER.atInfo()
                .addKeyValue("inbox", claimed.inbox())
                .addKeyValue("incarnation", claimed.incarnation())
                .addKeyValue("port", front.port())
                .log("edge serves clients");
    }

    private void startTicking() {
        ScheduledExecutorService ticker = Threads.scheduler("edge-ticker");
        resources.add(ticker::shutdownNow);
        var _ = ticker.scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        long now = System.nanoTime();
        unharmed(() -> sessions.tick(now));
        unharmed(() -> rooms.sweep(now));
        unharmed(() -> pending.sweep(now));
        unharmed(() -> api.sweep(now));
    }

    /// A failure of one part must not stop the others, nor the ticker.
    private static void unharmed(Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("tick failed");
        }
    }

    private EdgeAddress address() {
        EdgeAddress claimed = address;
        if (claimed == null) {
            throw new IllegalStateException("the edge has no inbox yet");
        }
        return claimed;
    }

    private String listensAt() {
        return config.http().host() + ":" + front.port();
    }

    private Health inboxHealth() {
        EdgeInbox open = inbox;
        return open == null ? Health.down("not claimed yet") : open.health();
    }

    private TokenVerifier tokens() {
        Auth auth = config.auth();
        return new TokenVerifier(
                auth.tokens(),
                auth.jwks()
                        .<PublicKeys>map(jwks -> resources.add(PublishedKeys.open(jwks, meters)))
                        .orElse(PublicKeys.NONE),
                auth.resume()
                        .map(resume -> new ResumeTickets(
                                resume.secret().value().getBytes(StandardCharsets.UTF_8), resume.window())));
    }
}

package io.millrace.edge.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.millrace.edge.admission.ClaimRules;
import io.millrace.edge.admission.PublicKeys;
import io.millrace.edge.admission.ResumeTickets;
import io.millrace.edge.admission.SharedSecrets;
import io.millrace.edge.admission.TokenSettings;
import io.millrace.edge.admission.TokenVerifier;
import io.millrace.edge.config.Auth;
import io.millrace.edge.config.EdgeConfig;
import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.publish.AnsweredWrites;
import io.millrace.edge.publish.AuditLog;
import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.PendingPublishes;
import io.millrace.edge.publish.PublishOutcome;
import io.millrace.edge.publish.Publisher;
import io.millrace.edge.publish.RecordingSink;
import io.millrace.edge.publish.ReviewWriter;
import io.millrace.edge.review.Complaints;
import io.millrace.edge.room.RoomFixtures;
import io.millrace.edge.room.RoomHub;
import io.millrace.edge.sanction.Sanctions;
import io.millrace.id.Epoch;
import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.id.MessageId;
import io.millrace.id.Offset;
import io.millrace.id.RoomId;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.lifecycle.Threads;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.chat.MessageSubmitted;
import io.millrace.testkit.time.TestClock;
import io.millrace.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// An edge without network and Kafka: real sessions, rooms and publishing between fake sockets, a fake
/// processor and a list of records.
///
/// Namespaces: `chat` (moderated), `direct` (not moderated), `users` (only users with a name subscribe),
/// `closed` (nobody subscribes), `members` (only subscribers read and publish), `bare` (no history, no
/// presence), `signal` (binary payloads), `asked` (positions only for those who ask), `dialog` (for the users
/// in the name), `digits` (names of digits).
final class EdgeRun implements AutoCloseable {

    static final byte[] SECRET = "a secret of more than thirty-two bytes".getBytes(StandardCharsets.UTF_8);

    private static final Map<String, Object> OPEN = Map.of(
            "subscribe", "anyone",
            "publish", "anyone",
            "read-history", "anyone",
            "read-presence", "anyone",
            "presence", true,
            "join-leave", true,
            "publication-limit", 1_000);

    final RecordingSink sink = new RecordingSink();
    final RoomServer server = new RoomServer();
    final PendingPublishes pending = new PendingPublishes();
    final TestClock clock = TestClock.at(Instant.ofEpochSecond(RoomFixtures.EVENT_MICROS / 1_000_000));
    final SessionRegistry registry;
    final EdgeConfig config;
    final RoomHub hub = new RoomHub(
            server, Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofSeconds(40), Duration.ofMinutes(5));
    final FakeArchive archive = new FakeArchive();
    final EdgeServices services;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private final List<TestClient> clients = new ArrayList<>();

    private EdgeRun(Map<String, String> overrides, Map<String, Object> more) {
        Map<String, String> all = new HashMap<>(Map.of("edge.auth.anonymous", "true"));
        all.putAll(overrides);
        Map<String, Object> namespaces = new HashMap<>(namespaces());
        namespaces.putAll(more);
        config = Config.of(Map.of("namespaces", namespaces), Map.of()).with(all).read(EdgeConfig::read);
        registry = new SessionRegistry(config.limits());
        server.serve(hub);
        Sanctions sanctions = new Sanctions(clock);
        AuditLog audit = new AuditLog(sink, clock);
        services = new EdgeServices(
                config,
                tokens(config.auth()),
                EdgeServices.rulesOf(config),
                hub,
                archive,
                new Publisher(
                        new AnsweredWrites(
                                sink,
                                pending,
                                () -> new EdgeAddress(new Inbox(4), new Incarnation("edge-1")),
                                config.timing().command()),
                        clock),
                sanctions,
                new Complaints(
                        new ReviewWriter(sink),
                        audit,
                        sanctions,
                        clock,
                        config.limits().complaints()),
                audit,
                clock,
                Threads.virtual("writer-"),
                new SessionMetrics(Meters.create("test")));
        var _ = ticker.scheduleAtFixedRate(
                () -> {
                    hub.sweep(System.nanoTime());
                    pending.sweep(System.nanoTime());
                },
                20,
                20,
                TimeUnit.MILLISECONDS);
    }

    private static TokenVerifier tokens(Auth auth) {
        return new TokenVerifier(
                new TokenSettings(SharedSecrets.of(SECRET), List.of(), ClaimRules.DEFAULT),
                PublicKeys.NONE,
                auth.resume()
                        .map(resume -> new ResumeTickets(
                                resume.secret().value().getBytes(StandardCharsets.UTF_8), resume.window())));
    }

    static EdgeRun start() {
        return new EdgeRun(Map.of(), Map.of());
    }

    /// With values by key path, for example `edge.limits.outbox`.
    static EdgeRun with(Map<String, String> overrides) {
        return new EdgeRun(overrides, Map.of());
    }

    /// With values by key path, and one more namespace.
    static EdgeRun with(Map<String, String> overrides, String namespace, Map<String, Object> options) {
        return new EdgeRun(overrides, Map.of(namespace, and(options)));
    }

    /// A registry with so many places.
    static SessionRegistry registryOf(int connections) {
        return new SessionRegistry(Config.of(Map.of(), Map.of())
                .with(Map.of("edge.limits.connections", Integer.toString(connections)))
                .read(EdgeConfig::read)
                .limits());
    }

    /// An open socket whose client has not said anything yet.
    TestClient open() {
        return open(Encoding.JSON);
    }

    TestClient open(Encoding encoding) {
        return open(Transport.webSocket(encoding, "192.0.2.7", false));
    }

    TestClient open(Transport transport) {
        if (!registry.reserve()) {
            throw new AssertionError("no place for another session");
        }
        TestClient client = new TestClient(new Session(services, registry, transport));
        clients.add(client);
        client.open();
        return client;
    }

    /// A connected anonymous client.
    TestClient connected() {
        TestClient client = open();
        client.send("{\"id\":1,\"connect\":{}}");
        client.next();
        return client;
    }

    /// A connected user with a name.
    TestClient connected(String user) {
        TestClient client = open();
        client.send(connect(1, token(claims -> claims.subject(user))));
        client.next();
        return client;
    }

    static String connect(int id, String token) {
        return "{\"id\":" + id + ",\"connect\":{\"token\":\"" + token + "\"}}";
    }

    static String subscribe(int id, String channel) {
        return "{\"id\":" + id + ",\"subscribe\":{\"channel\":\"" + channel + "\"}}";
    }

    static String subscribe(int id, String channel, String token) {
        return "{\"id\":" + id + ",\"subscribe\":{\"channel\":\"" + channel + "\",\"token\":\"" + token + "\"}}";
    }

    /// A connected user whose token names channels to be subscribed to.
    TestClient connectedTo(String user, String... channels) {
        TestClient client = open();
        client.ask(connect(1, token(claims -> claims.subject(user).claim("channels", List.of(channels)))));
        return client;
    }

    /// A subscription token.
    static String ticket(String user, String channel) {
        return token(claims -> claims.subject(user).claim("channel", channel));
    }

    static String token(UnaryOperator<JWTClaimsSet.Builder> claims) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader(JWSAlgorithm.HS256),
                    claims.apply(new JWTClaimsSet.Builder()).build());
            jwt.sign(new MACSigner(SECRET));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /// The time so many seconds from now, as a token has it.
    Date in(long seconds) {
        return Date.from(clock.instant().plusSeconds(seconds));
    }

    /// A room of which nothing was heard before is there, without history.
    void live(String room) {
        server.deliver(() -> hub.snapshot(new RoomId(room), RoomFixtures.snapshot(RoomFixtures.EPOCH, 0, List.of())));
    }

    /// An event of a room is delivered to this edge.
    void event(String room, long offset) {
        server.deliver(
                () -> hub.event(new RoomId(room), RoomFixtures.EPOCH, RoomFixtures.event(offset), System.nanoTime()));
    }

    /// Waits for the `count`th publish into a moderated room and accepts it there.
    MessageSubmitted accept(int count, long offset) {
        MessageSubmitted message = sink.await(Topics.MESSAGES_SUBMITTED, count).value();
        answer(
                message,
                new PublishOutcome.Accepted(
                        new MessageId(message.getMessageId()), new Epoch("e1"), new Offset(offset), false));
        return message;
    }

    void answer(MessageSubmitted message, PublishOutcome outcome) {
        pending.complete(message.getReplyTo().getCorrelation(), outcome);
    }

    @Override
    public void close() {
        clients.forEach(TestClient::close);
        ticker.shutdownNow();
        server.close();
    }

    private static Map<String, Object> namespaces() {
        Map<String, Object> all = new HashMap<>(streams());
        all.putAll(Map.of(
                "chat", OPEN,
                "direct", and(Map.of("moderation", false)),
                "users", and(Map.of("subscribe", "user")),
                "closed", and(Map.of("subscribe", "nobody")),
                "members",
                        and(Map.of(
                                "read-history", "subscriber", "read-presence", "subscriber", "publish", "subscriber")),
                "bare", and(Map.of("history-size", 0, "presence", false, "join-leave", false)),
                "signal", and(Map.of("format", "binary")),
                "asked", and(Map.of("positioning", "allowed", "recovery", "allowed")),
                "dialog", and(Map.of("user-limited", true)),
                "digits", and(Map.of("channel-pattern", "[0-9]+"))));
        return all;
    }

    /// How subscribers follow rooms: with deltas, with two events at hand, with the newest event only.
    private static Map<String, Object> streams() {
        return Map.of(
                "delta", and(Map.of("delta-types", List.of("fossil"))),
                "short", and(Map.of("history-size", 2)),
                "cache", and(Map.of("recovery-mode", "cache", "auto-cache-recover", true)));
    }

    private static Map<String, Object> and(Map<String, Object> options) {
        Map<String, Object> all = new HashMap<>(OPEN);
        all.putAll(options);
        return all;
    }
}

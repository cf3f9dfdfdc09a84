package io.millrace.edge.config;

import io.millrace.edge.admission.SharedSecrets;
import io.millrace.edge.api.ApiSettings;
import io.millrace.edge.socket.SocketSettings;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.Secret;
import io.millrace.runtime.config.Section;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.RegistrySection;
import io.millrace.runtime.namespace.Namespaces;
import io.millrace.serde.RegistrySettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Everything an edge is told.
///
/// @param inbox fixed inbox, or empty to claim a free one
/// @param roomLinger how long a room without subscribers is still followed
/// @param drain how long closing the clients is spread at shutdown
/// @param api the server API
/// @param history how the archive is read; empty when it is not
public record EdgeConfig(
        KafkaSettings kafka,
        RegistrySettings registry,
        Namespaces namespaces,
        Http http,
        SocketSettings sockets,
        Auth auth,
        Limits limits,
        Timing timing,
        Sessions sessions,
        OptionalInt inbox,
        Duration roomLinger,
        Duration drain,
        ApiSettings api,
        Optional<HistoryAccess> history) {

    private static final Duration MILLI = Duration.ofMillis(1);
    /// For the last clients, and for what waits for Kafka.
    private static final Duration AFTER_DRAIN = Duration.ofSeconds(10);

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /// Connections beside the WebSockets: health, metrics, the page, and handshakes that will be refused with
    /// 503.
    private static final int PLAIN_CONNECTIONS = 1_024;

    private static final String STREAM_NAMES = "millrace stream names 1";

    /// Where to listen.
    ///
    /// @param port 0 for any free one
    /// @param tls certificate and key for https and wss; empty for plain http behind a proxy that ends TLS
    /// @param page whether the chat page is served at `/`
    /// @param streams whether clients may come by HTTP streaming and server-sent events
    /// @param streamsSecret by which edges know the names of each other's streams, the same on all; empty to
    ///     derive
    ///     it from those of `edge.auth`
    public record Http(
            String host, int port, Optional<Tls> tls, boolean page, boolean streams, Optional<Secret> streamsSecret) {}

    /// PEM files.
    ///
    /// @param certificate chain, leaf first
    /// @param key PKCS#8 private key
    public record Tls(Path certificate, Path key) {}

    /// Reads the sections `kafka`, `topics`, `registry`, `namespaces` and `edge`, and `database` where
    /// history is enabled.
    public static EdgeConfig read(Config.Reader config) {
        Section edge = config.section("edge");
        Limits limits = Limits.read(edge.section("limits"));
        Timing timing = Timing.read(edge.section("timing"));
        Duration drain = edge.duration("drain", SECOND.multipliedBy(10), Duration.ZERO, SECOND.multipliedBy(600));
        if (drain.plus(AFTER_DRAIN).compareTo(timing.shutdown()) > 0) {
            edge.problem(
                    "drain",
                    "must be " + AFTER_DRAIN.toSeconds() + " s shorter than " + edge.path() + ".timing.shutdown");
        }
        int inbox = edge.integer("inbox", -1, -1, 9_999);
        return new EdgeConfig(
                KafkaSettings.read(config),
                RegistrySection.read(config),
                Namespaces.read(config),
                http(edge.section("http")),
                sockets(edge.section("socket"), limits),
                Auth.read(edge.section("auth")),
                limits,
                timing,
                Sessions.read(edge.section("sessions")),
                inbox < 0 ? OptionalInt.empty() : OptionalInt.of(inbox),
                edge.duration("room-linger", SECOND.multipliedBy(30), Duration.ZERO, HOUR),
                drain,
                ApiSettings.read(edge.section("api")),
                HistoryAccess.read(edge.section("history"), config));
    }

    /// Keys by which edges know the names of each other's streams, the current one first: made of the first
    /// secret that is there, none of which serves two purposes. Empty when there is no secret that all edges
    /// have.
    public List<byte[]> streamKeys() {
        Optional<Secret> own = http.streamsSecret.or(() -> auth.resume().map(Auth.Resume::secret));
        SharedSecrets secrets = own.map(
                        secret -> SharedSecrets.of(secret.value().getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> auth.tokens().secrets());
        return secrets.derived(STREAM_NAMES);
    }

    private static Http http(Section section) {
        Optional<Path> certificate = section.file("tls-certificate");
        Optional<Path> key = section.file("tls-key");
        if (certificate.isPresent() != key.isPresent()) {
            section.problem("tls-certificate", "and " + section.path() + ".tls-key go together");
        }
        return new Http(
                section.text("host", "127.0.0.1"),
                section.integer("port", 8000, 0, 65_535),
                certificate.flatMap(chain -> key.map(privateKey -> new Tls(chain, privateKey))),
                section.flag("page", false),
                section.flag("streams", true),
                section.secret("streams-secret")
                        .filter(secret -> TokenSection.isLongEnough(section, "streams-secret", secret)));
    }

    private static SocketSettings sockets(Section section, Limits limits) {
        SocketSettings defaults = SocketSettings.defaults();
        int message = Math.toIntExact(section.bytes("max-message", 64 << 10, 1 << 10, 4 << 20));
        Duration atMost = SECOND.multipliedBy(60);
        return defaults.withOrigins(
                        new HashSet<>(section.texts("allowed-origins", List.of())),
                        section.flag("same-host-origin", true))
                .withMaxConnections(limits.connections() + PLAIN_CONNECTIONS)
                .withCompression(section.flag("compression", false))
                .withLimits(message, message, section.integer("max-fragments", 1_024, 1, 65_536))
                .withTimeouts(
                        section.duration("close-timeout", defaults.closeTimeout(), MILLI, atMost),
                        section.duration("write-timeout", defaults.writeTimeout(), MILLI, atMost),
                        section.duration("handshake-timeout", defaults.handshakeTimeout(), MILLI, atMost),
                        section.duration("transfer-timeout", defaults.transferTimeout(), MILLI, atMost));
    }
}

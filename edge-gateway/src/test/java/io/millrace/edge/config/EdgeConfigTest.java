package io.millrace.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.edge.admission.TokenSettings;
import io.millrace.edge.config.EdgeConfig.Http;
import io.millrace.edge.config.Limits.Answers;
import io.millrace.edge.config.Limits.Complaints;
import io.millrace.edge.config.Limits.PerSession;
import io.millrace.edge.config.Limits.Relay;
import io.millrace.edge.socket.SocketSettings;
import io.millrace.history.DatabaseSettings;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.ConfigException;
import io.millrace.serde.RegistrySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every key and every default: both are a promise to operators.
class EdgeConfigTest {

    private static final Map<String, String> EVERY_KEY = everyKey();

    private static final Limits EVERY_LIMIT = new Limits(
            10,
            21,
            1_500,
            new PerSession(22, 11, 23, 12, 2 << 20, 13 * 16),
            new Answers(14, 15),
            new Relay(16, 18, 17, 5 << 20),
            new Complaints(6, 60));

    @Test
    void streamsAreNamedWithTheFirstSecretThatAllEdgesHave() {
        String own = "an own secret of more than 32 characters";
        String resume = "a resume secret of more than 32 characters";
        String tokens = "a token secret of more than 32 characters";
        Map<String, String> all = Map.of(
                "edge.http.streams-secret", own, "edge.auth.resume.secret", resume, "edge.auth.hmac-secret", tokens);
        Map<String, String> rotating = Map.of("edge.auth.hmac-secret", own, "edge.auth.hmac-previous-secret", tokens);

        assertThat(read(Map.of()).streamKeys()).isEmpty();
        byte[] key = read(Map.of("edge.auth.hmac-secret", own)).streamKeys().getFirst();
        assertThat(key).isNotEqualTo(own.getBytes(StandardCharsets.UTF_8));
        assertThat(read(all).streamKeys()).containsExactly(key);
        assertThat(read(Map.of("edge.auth.resume.secret", own)).streamKeys()).containsExactly(key);
        assertThat(read(rotating).streamKeys()).hasSize(2).first().isEqualTo(key);
    }

    @Test
    void defaultsArePinned() {
        EdgeConfig config = read(Map.of());

        assertThat(config.http())
                .isEqualTo(new Http("127.0.0.1", 8_000, Optional.empty(), false, true, Optional.empty()));
        assertThat(config.auth())
                .isEqualTo(new Auth(TokenSettings.NONE, Optional.empty(), Optional.empty(), false, true, false));
        assertThat(config.limits())
                .isEqualTo(new Limits(
                        100_000,
                        0,
                        100_000,
                        new PerSession(0, 128, 255, 128, 1 << 20, 16_384),
                        new Answers(300, 300),
                        new Relay(5_000, 200, 1_024, 16 << 20),
                        new Complaints(10, 100)));
        assertThat(config.timing())
                .isEqualTo(new Timing(
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(25),
                        Duration.ofMillis(4_500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(40),
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(30)));
        assertThat(config.sessions()).isEqualTo(new Sessions(false, true));
        assertThat(config.history()).isEmpty();
        assertThat(config.inbox()).isEqualTo(OptionalInt.empty());
        assertThat(config.roomLinger()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.registry()).isEqualTo(RegistrySettings.at("http://127.0.0.1:8081/apis/registry/v3"));
        assertThat(config.kafka().bootstrapServers()).isEqualTo("127.0.0.1:9092");
        assertThat(config.namespaces().all()).isEmpty();
    }

    @Test
    void socketDefaultsArePinned() {
        SocketSettings sockets = read(Map.of()).sockets();

        assertThat(sockets)
                .isEqualTo(SocketSettings.defaults()
                        .withOrigins(java.util.Set.of(), true)
                        .withMaxConnections(101_024)
                        .withLimits(64 << 10, 64 << 10, 1_024));
    }

    @Test
    void everyKeyIsRead(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "0123456789abcdef0123456789abcdef\n");
        Map<String, String> keys = new LinkedHashMap<>(EVERY_KEY);
        keys.put("edge.auth.hmac-secret-file", secret.toString());

        EdgeConfig config = fromTree(keys);

        assertThat(config.http().host()).isEqualTo("0.0.0.0");
        assertThat(config.http().port()).isEqualTo(9_000);
        assertThat(config.http().page()).isTrue();
        assertThat(config.http().tls())
                .contains(new EdgeConfig.Tls(Path.of("/tls/chain.pem"), Path.of("/tls/key.pem")));
        assertThat(config.auth().anonymous()).isTrue();
        assertThat(config.limits()).isEqualTo(EVERY_LIMIT);
        assertThat(config.timing())
                .isEqualTo(new Timing(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(50),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(45)));
        assertThat(config.sessions()).isEqualTo(new Sessions(true, false));
        assertThat(config.history())
                .contains(new HistoryAccess(
                        new DatabaseSettings(
                                "jdbc:postgresql://db/archive",
                                Optional.empty(),
                                Optional.empty(),
                                7,
                                Duration.ofSeconds(9)),
                        5,
                        8,
                        Duration.ofSeconds(9)));
        assertThat(config.inbox()).isEqualTo(OptionalInt.of(3));
        assertThat(config.roomLinger()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.drain()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.sockets())
                .isEqualTo(SocketSettings.defaults()
                        .withOrigins(java.util.Set.of("https://a.example", "https://b.example"), false)
                        .withMaxConnections(10 + 1_024)
                        .withLimits(128 << 10, 128 << 10, 64)
                        .withTimeouts(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4)));
    }

    @Test
    void everyMistakeIsToldAtOnce() {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("edge.http.port", "70000");
        wrong.put("edge.http.tls-certificate", "/only/the/chain.pem");
        wrong.put("edge.auth.anonymous", "maybe");
        wrong.put("edge.auth.hmac-secret", "in the file");
        wrong.put("edge.limits.outbox", "1KiB");
        wrong.put("edge.limits.recovery", "many");
        wrong.put("edge.timing.ping", "10s");
        wrong.put("edge.timing.pong", "10s");
        wrong.put("edge.drain", "10");
        wrong.put("edge.colour", "blue");
        wrong.put("edge.http.prot", "8000");

        assertThatThrownBy(() -> fromTree(wrong))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.substring(0, problem.indexOf(':')))
                                .containsExactlyInAnyOrder(
                                        "edge.http.port",
                                        "edge.http.tls-certificate",
                                        "edge.auth.anonymous",
                                        "edge.auth.hmac-secret",
                                        "edge.limits.outbox",
                                        "edge.limits.recovery",
                                        "edge.timing.pong",
                                        "edge.drain",
                                        "edge.colour",
                                        "edge.http.prot"));
    }

    @Test
    void shortSecretIsAMistake() {
        assertThatThrownBy(() -> read(Map.of("edge.auth.hmac-secret", "too short")))
                .hasMessageContaining("edge.auth.hmac-secret: needs at least 32 characters")
                .hasMessageNotContaining("too short");
    }

    @Test
    void environmentOverridesEveryKey() {
        Map<String, String> overrides = new LinkedHashMap<>(EVERY_KEY);
        overrides.put("edge.auth.hmac-secret", "0123456789abcdef0123456789abcdef");

        EdgeConfig config = read(overrides);

        assertThat(config.limits()).isEqualTo(EVERY_LIMIT);
        assertThat(config.sockets().allowedOrigins())
                .containsExactlyInAnyOrder("https://a.example", "https://b.example");
    }

    @Test
    void secretsAreNotPrinted() {
        EdgeConfig config = read(Map.of("edge.auth.hmac-secret", "0123456789abcdef0123456789abcdef"));

        assertThat(config.toString()).doesNotContain("0123456789abcdef");
    }

    /// Values from the environment.
    private static EdgeConfig read(Map<String, String> overrides) {
        return Config.of(Map.of(), Map.of()).with(overrides).read(EdgeConfig::read);
    }

    /// Values from a file.
    private static EdgeConfig fromTree(Map<String, String> keys) {
        Map<String, Object> tree = new LinkedHashMap<>();
        keys.forEach((path, value) -> put(tree, path.split("\\."), value));
        return Config.of(tree, Map.of()).read(EdgeConfig::read);
    }

    @SuppressWarnings("unchecked") // made here
    private static void put(Map<String, Object> tree, String[] path, String value) {
        Map<String, Object> map = tree;
        for (int i = 0; i < path.length - 1; i++) {
            map = (Map<String, Object>) map.computeIfAbsent(path[i], absent -> new LinkedHashMap<String, Object>());
        }
        map.put(path[path.length - 1], value);
    }

    private static Map<String, String> everyKey() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("edge.http.host", "0.0.0.0");
        keys.put("edge.http.port", "9000");
        keys.put("edge.http.tls-certificate", "/tls/chain.pem");
        keys.put("edge.http.tls-key", "/tls/key.pem");
        keys.put("edge.http.page", "true");
        keys.put("edge.socket.max-message", "128KiB");
        keys.put("edge.socket.max-fragments", "64");
        keys.put("edge.socket.allowed-origins", "https://a.example, https://b.example");
        keys.put("edge.socket.same-host-origin", "false");
        keys.put("edge.socket.close-timeout", "1s");
        keys.put("edge.socket.write-timeout", "2s");
        keys.put("edge.socket.handshake-timeout", "3s");
        keys.put("edge.socket.transfer-timeout", "4s");
        keys.put("edge.auth.anonymous", "true");
        keys.put("edge.limits.connections", "10");
        keys.put("edge.limits.connection-rate", "21");
        keys.put("edge.limits.user-connections", "22");
        keys.put("edge.limits.channel-name", "23");
        keys.put("edge.limits.subscriptions", "11");
        keys.put("edge.limits.publishes-in-flight", "12");
        keys.put("edge.limits.outbox", "2MiB");
        keys.put("edge.limits.outbox-frames", "208");
        keys.put("edge.limits.recovery", "14");
        keys.put("edge.limits.history", "15");
        keys.put("edge.limits.room-commands", "1500");
        keys.put("edge.limits.relay-rate", "16");
        keys.put("edge.limits.relay-session-rate", "18");
        keys.put("edge.limits.relay-in-flight", "17");
        keys.put("edge.limits.relay-bytes", "5MiB");
        keys.put("edge.limits.complaints", "6");
        keys.put("edge.limits.address-complaints", "60");
        keys.put("edge.timing.ping", "20s");
        keys.put("edge.timing.pong", "5s");
        keys.put("edge.timing.stale", "6s");
        keys.put("edge.timing.expired-grace", "7s");
        keys.put("edge.timing.expired-subscription-grace", "8s");
        keys.put("edge.timing.command", "3s");
        keys.put("edge.timing.heartbeat", "2s");
        keys.put("edge.timing.position-check", "50s");
        keys.put("edge.timing.position-check-idle", "60s");
        keys.put("edge.timing.shutdown", "45s");
        keys.put("edge.history.enabled", "true");
        keys.put("edge.history.connections", "7");
        keys.put("edge.history.reserved-for-recovery", "5");
        keys.put("edge.history.queue", "8");
        keys.put("edge.history.timeout", "9s");
        keys.put("database.url", "jdbc:postgresql://db/archive");
        keys.put("edge.sessions.connect-time", "true");
        keys.put("edge.sessions.rpc-publish", "false");
        keys.put("edge.inbox", "3");
        keys.put("edge.room-linger", "1m");
        keys.put("edge.drain", "15s");
        return keys;
    }
}

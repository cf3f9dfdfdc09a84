package io.millrace.edge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.config.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The keys of `edge.auth`: every name, every default, every mistake.
class AuthTest {

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void everyKeyIsRead(@TempDir Path folder) throws IOException, GeneralSecurityException {
        Path rsa = write(folder, "rsa.pem", pem("RSA", 2_048));
        Path others = write(folder, "others.pem", pem("EC", 256) + pem("Ed25519"));

        Auth auth = read(Map.ofEntries(
                Map.entry("hmac-secret", SECRET),
                Map.entry("hmac-previous-secret", SECRET + "old"),
                Map.entry("hmac-previous-until", "2026-01-31T00:00:00Z"),
                Map.entry("public-keys", rsa + "," + others),
                Map.entry("audience", "chat"),
                Map.entry("issuer-regex", "https://.*"),
                Map.entry("user-claim", "https://acme.example/user_id"),
                Map.entry("jwks.url", "https://id.example/keys"),
                Map.entry("jwks.refresh", "1m"),
                Map.entry("jwks.keep", "1h"),
                Map.entry("jwks.timeout", "3s"),
                Map.entry("jwks.min-interval", "10s"),
                Map.entry("resume.secret", SECRET),
                Map.entry("resume.window", "30s"),
                Map.entry("anonymous", "true"),
                Map.entry("disallow-anonymous-tokens", "true"),
                Map.entry("insecure", "true")));

        assertThat(auth.tokens().keys())
                .extracting(key -> key.supportedJWSAlgorithms().contains(JWSAlgorithm.ES256))
                .containsExactly(false, true, false);
        assertThat(auth.tokens()
                        .claims()
                        .audience()
                        .orElseThrow()
                        .matcher("chat")
                        .matches())
                .isTrue();
        assertThat(auth.tokens()
                        .claims()
                        .issuer()
                        .orElseThrow()
                        .matcher("https://x")
                        .matches())
                .isTrue();
        assertThat(auth.tokens().claims().userClaim()).isEqualTo("https://acme.example/user_id");
        assertThat(auth.jwks())
                .contains(new Auth.Jwks(
                        URI.create("https://id.example/keys"),
                        Duration.ofMinutes(1),
                        Duration.ofHours(1),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(10)));
        assertThat(auth.resume().orElseThrow().secret().value()).isEqualTo(SECRET);
        assertThat(auth.resume().orElseThrow().window()).isEqualTo(Duration.ofSeconds(30));
        assertThat(auth.anonymous()).isTrue();
        assertThat(auth.anonymousTokens()).isFalse();
        assertThat(auth.insecure()).isTrue();
    }

    @Test
    void keysOfAProviderAndTicketsHaveDefaults() {
        Auth auth = read(Map.of("jwks.url", "http://127.0.0.1/keys", "resume.secret", SECRET));

        assertThat(auth.jwks())
                .contains(new Auth.Jwks(
                        URI.create("http://127.0.0.1/keys"),
                        Duration.ofMinutes(5),
                        Duration.ofDays(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30)));
        assertThat(auth.resume().orElseThrow().window()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void exactTextIsNotAnExpression() {
        Auth auth = read(Map.of("issuer", "https://id.example/(x)"));

        assertThat(auth.tokens()
                        .claims()
                        .issuer()
                        .orElseThrow()
                        .matcher("https://id.example/(x)")
                        .matches())
                .isTrue();
        assertThat(auth.tokens()
                        .claims()
                        .issuer()
                        .orElseThrow()
                        .matcher("https://idXexample/x")
                        .matches())
                .isFalse();
    }

    @Test
    void everyMistakeIsToldWithItsKey(@TempDir Path folder) throws IOException, GeneralSecurityException {
        Path weak = write(folder, "weak.pem", pem("RSA", 1_024));

        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("hmac-previous-secret", SECRET);
        wrong.put("hmac-previous-until", "tomorrow");
        wrong.put("public-keys", folder.resolve("missing.pem") + "," + weak);
        wrong.put("audience", "a");
        wrong.put("audience-regex", "a");
        wrong.put("issuer-regex", "(");
        wrong.put("user-claim", "with space");
        wrong.put("jwks.url", "ftp://id.example/keys");
        wrong.put("jwks.refresh", "2s");
        wrong.put("jwks.keep", "1s");
        wrong.put("resume.secret", "too short");

        assertThatThrownBy(() -> read(wrong))
                .hasMessageNotContaining(SECRET)
                .hasMessageNotContaining("too short")
                .hasMessageContaining("weak.pem is an RSA key of fewer than 2048 bits")
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.substring("edge.auth.".length(), problem.indexOf(':')))
                                .containsExactlyInAnyOrder(
                                        "hmac-previous-secret",
                                        "hmac-previous-until",
                                        "public-keys",
                                        "public-keys",
                                        "audience-regex",
                                        "issuer-regex",
                                        "user-claim",
                                        "jwks.url",
                                        "jwks.refresh",
                                        "jwks.keep",
                                        "resume.secret"));
    }

    @Test
    void endOfAPreviousSecretNeedsOne() {
        assertThatThrownBy(() -> read(Map.of("hmac-secret", SECRET, "hmac-previous-until", "2026-01-31T00:00:00Z")))
                .hasMessageContaining("edge.auth.hmac-previous-until: needs a hmac-previous-secret");
    }

    @Test
    void shortSecretsAreForInsecureModeOnly() {
        assertThatThrownBy(() -> read(Map.of("hmac-secret", "secret")))
                .hasMessageContaining("edge.auth.hmac-secret: needs at least 32 characters");

        assertThat(read(Map.of("hmac-secret", "secret", "insecure", "true")).insecure())
                .isTrue();
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(read(Map.of("hmac-secret", SECRET, "resume.secret", SECRET)).toString())
                .doesNotContain(SECRET);
    }

    private static Auth read(Map<String, String> keys) {
        Map<String, String> paths = new LinkedHashMap<>();
        keys.forEach((key, value) -> paths.put("edge.auth." + key, value));
        return Config.of(Map.of(), Map.of()).with(paths).read(EdgeConfig::read).auth();
    }

    private static Path write(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String pem(String kind) throws GeneralSecurityException {
        return pem(KeyPairGenerator.getInstance(kind).generateKeyPair().getPublic());
    }

    private static String pem(String kind, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(bits);
        return pem(generator.generateKeyPair().getPublic());
    }

    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}

package io.millrace.edge.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.millrace.edge.admission.TokenSettings;
import io.millrace.edge.admission.TokenVerdict;
import io.millrace.edge.admission.TokenVerifier;
import io.millrace.edge.config.Auth;
import io.millrace.edge.protocol.Token;
import io.millrace.runtime.metrics.Meters;
import io.millrace.testkit.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Keys of a provider over a real socket: found, replaced, away, and asked for too often.
class PublishedKeysIT {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final RSAKey FIRST = rsa("first");
    private static final RSAKey SECOND = rsa("second");

    private final KeyServer server = new KeyServer();
    private final List<PublishedKeys> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws IOException {
        for (PublishedKeys keys : opened) {
            keys.close();
        }
        server.close();
    }

    @Test
    void keysOfEveryKindAreFound() throws JOSEException, GeneralSecurityException {
        ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        KeyPair edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = edwards.getPublic().getEncoded();
        OctetKeyPair octets = new OctetKeyPair.Builder(
                        Curve.Ed25519,
                        Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)))
                .keyID("ed")
                .build();
        server.publish(FIRST.toPublicJWK(), ec.toPublicJWK(), octets);
        TokenVerifier verifier = verifier(rarely());

        assertGood(verifier, signed(FIRST));
        assertGood(verifier, signed(ec));
        assertGood(verifier, edwards("ed", edwards.getPrivate()));
        assertThat(server.requests).hasValue(1);
    }

    @Test
    void tokenThatNamesNoKeyIsTriedWithAllOfItsKind() {
        server.publish(FIRST.toPublicJWK(), SECOND.toPublicJWK());

        assertGood(
                verifier(rarely()),
                signed(new RSAKey.Builder(SECOND).keyID(null).build()));
    }

    @Test
    void keysThatAreNotForSignaturesOfTokensVerifyNothing() throws JOSEException {
        OctetSequenceKey secret =
                new OctetSequenceKeyGenerator(256).keyID("secret").generate();
        RSAKey encryption = new RSAKeyGenerator(2_048)
                .keyID("enc")
                .keyUse(KeyUse.ENCRYPTION)
                .generate();
        server.publish(secret, encryption.toPublicJWK());
        TokenVerifier verifier = verifier(rarely());

        assertThat(verify(verifier, signed(encryption))).isNotInstanceOf(TokenVerdict.Valid.class);
        assertThat(verify(verifier, hmac(secret))).isInstanceOf(TokenVerdict.Invalid.class);
    }

    @Test
    void replacedKeyIsFetchedWhenTheFirstTokenNamesIt() {
        server.publish(FIRST.toPublicJWK());
        TokenVerifier verifier = verifier(rarely());
        assertGood(verifier, signed(FIRST));

        server.publish(SECOND.toPublicJWK());

        assertGood(verifier, signed(SECOND));
        assertThat(verify(verifier, signed(FIRST)))
                .as("the key was withdrawn")
                .isNotInstanceOf(TokenVerdict.Valid.class);
    }

    @Test
    void keysAreFetchedAgainBeforeAnybodyAsks() {
        server.publish(FIRST.toPublicJWK());
        TokenVerifier verifier = verifier(new Auth.Jwks(
                server.url(), Duration.ofSeconds(1), LONG, Duration.ofMillis(500), Duration.ofMillis(100)));
        assertGood(verifier, signed(FIRST));

        server.publish(SECOND.toPublicJWK());
        Await.until(
                () -> verify(verifier, signed(FIRST)) instanceof TokenVerdict.Invalid,
                Await.DEADLINE,
                "the withdrawn key to be forgotten");

        assertGood(verifier, signed(SECOND));
    }

    @Test
    void knownKeysStayGoodWhileTheProviderIsAway() {
        server.publish(FIRST.toPublicJWK());
        TokenVerifier verifier = verifier(new Auth.Jwks(
                server.url(), Duration.ofSeconds(1), LONG, Duration.ofMillis(500), Duration.ofMillis(100)));
        assertGood(verifier, signed(FIRST));

        server.answer(503, "away");
        int before = server.requests.get();
        Await.until(() -> server.requests.get() >= before + 2, Await.DEADLINE, "two more tries");

        assertGood(verifier, signed(FIRST));
        assertThat(verify(verifier, signed(SECOND)))
                .as("the new key may be good: the client tries again")
                .isInstanceOf(TokenVerdict.Unavailable.class);

        server.publish(FIRST.toPublicJWK(), SECOND.toPublicJWK());
        Await.until(
                () -> verify(verifier, signed(SECOND)) instanceof TokenVerdict.Valid,
                Await.DEADLINE,
                "the new key to be found");
    }

    @Test
    void keysAreGoodNoLongerThanTheyAreKept() {
        server.publish(FIRST.toPublicJWK());
        TokenVerifier verifier = verifier(new Auth.Jwks(
                server.url(),
                Duration.ofMillis(1_000),
                Duration.ofMillis(2_000),
                Duration.ofMillis(300),
                Duration.ofMillis(100)));
        assertGood(verifier, signed(FIRST));

        server.answer(500, "{\"keys\":[]}");

        Await.until(
                () -> verify(verifier, signed(FIRST)) instanceof TokenVerdict.Unavailable,
                Await.DEADLINE,
                "the keys to be too old");
    }

    @Test
    void providerThatIsAwayAtStartIsFoundLater() {
        server.answer(404, "not yet");
        TokenVerifier verifier = verifier(new Auth.Jwks(
                server.url(), Duration.ofSeconds(1), LONG, Duration.ofMillis(500), Duration.ofMillis(100)));
        assertThat(verify(verifier, signed(FIRST))).isInstanceOf(TokenVerdict.Unavailable.class);

        server.publish(FIRST.toPublicJWK());

        Await.until(() -> verify(verifier, signed(FIRST)) instanceof TokenVerdict.Valid, Await.DEADLINE, "the key");
    }

    @Test
    void answersThatAreNoKeySetChangeNothing() {
        server.publish(FIRST.toPublicJWK());
        TokenVerifier verifier = verifier(new Auth.Jwks(
                server.url(), Duration.ofSeconds(1), LONG, Duration.ofMillis(500), Duration.ofMillis(100)));
        assertGood(verifier, signed(FIRST));

        for (String nonsense : List.of("<html>", "{}", "[]", "{\"keys\":{}}", "x".repeat(300_000))) {
            server.answer(200, nonsense);
            int before = server.requests.get();
            Await.until(() -> server.requests.get() >= before + 2, Await.DEADLINE, "two more tries");
            assertGood(verifier, signed(FIRST));
        }
    }

    @Test
    void floodOfUnknownKeysDoesNotReachTheProvider() throws InterruptedException, ExecutionException {
        server.publish(FIRST.toPublicJWK());
        TokenVerifier verifier = verifier(rarely());
        assertGood(verifier, signed(FIRST));

        List<Future<TokenVerdict>> verdicts = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                Token unknown = named(signed(FIRST), "unknown-" + i);
                verdicts.add(clients.submit(() -> verify(verifier, unknown)));
            }
        }

        for (Future<TokenVerdict> verdict : verdicts) {
            assertThat(verdict.get()).isNotInstanceOf(TokenVerdict.Valid.class);
        }
        assertThat(server.requests.get()).as("fetches at most").isLessThanOrEqualTo(2);
        assertGood(verifier, signed(FIRST));
    }

    @Test
    void silentProviderHoldsUpUnknownKeysForAMomentAndKnownKeysNotAtAll() throws InterruptedException {
        server.publish(FIRST.toPublicJWK());
        Duration timeout = Duration.ofMillis(500);
        TokenVerifier verifier =
                verifier(new Auth.Jwks(server.url(), Duration.ofMinutes(5), LONG, timeout, Duration.ofMinutes(1)));
        assertGood(verifier, signed(FIRST));
        CountDownLatch stalled = server.stall();

        long start = System.nanoTime();
        CountDownLatch answered = new CountDownLatch(20);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                var _ = clients.submit(() -> {
                    assertThat(verify(verifier, signed(SECOND))).isInstanceOf(TokenVerdict.Unavailable.class);
                    answered.countDown();
                });
            }
            assertGood(verifier, signed(FIRST));
            assertThat(answered.getCount())
                    .as("nobody waited for the known key")
                    .isPositive();
        }

        assertThat(answered.getCount()).as("without a verdict").isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(timeout.multipliedBy(10));
        stalled.countDown();
    }

    private TokenVerifier verifier(Auth.Jwks settings) {
        PublishedKeys keys = PublishedKeys.open(settings, Meters.create("test"));
        opened.add(keys);
        return new TokenVerifier(TokenSettings.NONE, keys, Optional.empty());
    }

    /// Two fetches are all there is.
    private Auth.Jwks rarely() {
        return new Auth.Jwks(server.url(), Duration.ofMinutes(5), LONG, Duration.ofSeconds(5), Duration.ofMinutes(1));
    }

    private static TokenVerdict verify(TokenVerifier verifier, Token token) {
        return verifier.verify(token, Instant.EPOCH);
    }

    private static void assertGood(TokenVerifier verifier, Token token) {
        assertThat(verify(verifier, token))
                .isInstanceOfSatisfying(
                        TokenVerdict.Valid.class,
                        valid -> assertThat(valid.identity().user().value()).isEqualTo("alice"));
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static Token signed(JWK key) {
        try {
            return switch (key) {
                case RSAKey rsa -> signed(JWSAlgorithm.RS256, rsa.getKeyID(), new RSASSASigner(rsa));
                case ECKey ec -> signed(JWSAlgorithm.ES256, ec.getKeyID(), new ECDSASigner(ec));
                default -> throw new AssertionError(key.getKeyType());
            };
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static Token signed(
            JWSAlgorithm algorithm, @org.jspecify.annotations.Nullable String id, com.nimbusds.jose.JWSSigner signer)
            throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(id).build(),
                new JWTClaimsSet.Builder().subject("alice").build());
        jwt.sign(signer);
        return new Token(jwt.serialize());
    }

    private static Token hmac(OctetSequenceKey secret) throws JOSEException {
        return signed(JWSAlgorithm.HS256, secret.getKeyID(), new com.nimbusds.jose.crypto.MACSigner(secret));
    }

    private static Token edwards(String id, PrivateKey key) throws GeneralSecurityException {
        String input =
                new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID(id).build().toBase64URL() + "."
                        + Base64URL.encode("{\"sub\":\"alice\"}");
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(key);
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return new Token(input + "." + Base64URL.encode(signature.sign()));
    }

    /// The same token with another name of its key.
    private static Token named(Token token, String id) {
        String value = token.value();
        return new Token(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id).build().toBase64URL()
                        + value.substring(value.indexOf('.')));
    }
}

package io.millrace.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Token;
import io.millrace.id.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {

    private static final byte[] SECRET = secret('s');
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final TokenVerifier verifier = TokenVerifier.hmac(SECRET);

    @Test
    void tokenNamesItsUser() {
        assertThat(verify(claims -> claims.subject("alice")))
                .isEqualTo(new TokenVerdict.Valid(new Identity(new UserId("alice"), Payload.NONE, null)));
    }

    @Test
    void tokenWithoutASubjectIsAnonymous() {
        assertThat(verify(claims -> claims)).isEqualTo(new TokenVerdict.Valid(Identity.ANONYMOUS));
        assertThat(verify(claims -> claims.subject(""))).isEqualTo(new TokenVerdict.Valid(Identity.ANONYMOUS));
    }

    @Test
    void tokenExpiresAtItsSecond() {
        Instant end = NOW.plusSeconds(10);
        String token = sign(JWSAlgorithm.HS256, SECRET, claims -> claims.expirationTime(Date.from(end)));

        assertThat(verifier.verify(new Token(token), end.minusMillis(1)))
                .isEqualTo(new TokenVerdict.Valid(new Identity(UserId.ANONYMOUS, Payload.NONE, end)));
        assertThat(verifier.verify(new Token(token), end)).isEqualTo(new TokenVerdict.Expired());
    }

    @Test
    void tokenThatIsNotYetValidCountsAsExpired() {
        String token = sign(JWSAlgorithm.HS256, SECRET, claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(1))));

        assertThat(verifier.verify(new Token(token), NOW)).isEqualTo(new TokenVerdict.Expired());
        assertThat(verifier.verify(new Token(token), NOW.plusSeconds(1))).isInstanceOf(TokenVerdict.Valid.class);
    }

    @Test
    void expireAtMovesTheEndOfTheConnection() {
        Date end = Date.from(NOW.plusSeconds(60));

        assertThat(expiry(claims -> claims.expirationTime(end).claim("expire_at", NOW.getEpochSecond() + 600)))
                .isEqualTo(NOW.plusSeconds(600));
        assertThat(expiry(claims -> claims.expirationTime(end).claim("expire_at", 0)))
                .as("never")
                .isNull();
        assertThat(expiry(claims -> claims.claim("expire_at", NOW.getEpochSecond() + 5)))
                .isEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void connectionLastsAYearAtMost() {
        Instant latest = NOW.plus(Duration.ofDays(365));

        assertThat(expiry(claims -> claims.expirationTime(Date.from(NOW.plus(Duration.ofDays(400))))))
                .isEqualTo(latest);
        assertThat(expiry(claims -> claims.claim("expire_at", Long.MAX_VALUE))).isEqualTo(latest);
        assertThat(expiry(claims -> claims.claim("expire_at", Long.MIN_VALUE))).isEqualTo(Instant.EPOCH);
    }

    @Test
    void infoIsJsonOfAnyKind() {
        assertThat(info(claims -> claims.claim("info", Map.of("name", "Alice <3"))))
                .isEqualTo("{\"name\":\"Alice <3\"}");
        assertThat(info(claims -> claims.claim("info", List.of(1, "b")))).isEqualTo("[1,\"b\"]");
        assertThat(info(claims -> claims.claim("info", "text: \"x\""))).isEqualTo("\"text: \\\"x\\\"\"");
        assertThat(info(claims -> claims.claim("info", 7))).isEqualTo("7");
        assertThat(info(claims -> claims.claim("info", true))).isEqualTo("true");
    }

    @Test
    void binaryInfoIsTakenVerbatimWhenItIsJson() {
        assertThat(info(claims ->
                        claims.claim("b64info", base64("{\"n\": 1.0}")).claim("info", Map.of("a", 1))))
                .isEqualTo("{\"n\": 1.0}");
        assertThat(verify(claims -> claims.claim("b64info", base64("not json"))))
                .isInstanceOf(TokenVerdict.Invalid.class);
        assertThat(verify(claims -> claims.claim("b64info", "***"))).isInstanceOf(TokenVerdict.Invalid.class);
    }

    @Test
    void subscriptionTokenCannotConnect() {
        assertInvalid(verify(claims -> claims.subject("alice").claim("channel", "chat:lobby")));
    }

    @Test
    void expiredSubscriptionTokenIsInvalidToo() {
        assertInvalid(verify(claims -> claims.claim("channel", "c:a").expirationTime(Date.from(NOW.minusSeconds(9)))));
    }

    @Test
    void userIdThatCannotBeIsInvalid() {
        assertInvalid(verify(claims -> claims.subject("x".repeat(UserId.MAX_LENGTH + 1))));
        assertInvalid(verify(claims -> claims.subject("a\nb")));
        assertThat(verify(claims -> claims.subject("x".repeat(UserId.MAX_LENGTH))))
                .isInstanceOf(TokenVerdict.Valid.class);
    }

    @Test
    void onlyTheAgreedAlgorithmCounts() {
        assertInvalid(verdict(sign(JWSAlgorithm.HS512, secret('s', 64), claims -> claims)));
        assertInvalid(verdict(sign(JWSAlgorithm.HS384, secret('s', 48), claims -> claims)));
        assertInvalid(
                verdict(new PlainJWT(new JWTClaimsSet.Builder().subject("root").build()).serialize()));
    }

    @Test
    void anotherSecretIsAnotherSigner() {
        assertInvalid(verdict(sign(JWSAlgorithm.HS256, secret('t'), claims -> claims)));
    }

    @Test
    void everyChangedCharacterOfTheTokenInvalidatesIt() {
        String token = sign(JWSAlgorithm.HS256, SECRET, claims -> claims.subject("alice"));

        // The last character of the signature holds two bits that are not part of it.
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String tampered = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(verdict(tampered)).as("character %d", i).isInstanceOf(TokenVerdict.Invalid.class);
        }
    }

    @Test
    void signatureCannotBeLeftOut() {
        String token = sign(JWSAlgorithm.HS256, SECRET, claims -> claims.subject("alice"));

        assertInvalid(verdict(token.substring(0, token.lastIndexOf('.') + 1)));
        assertInvalid(verdict(token.substring(0, token.lastIndexOf('.'))));
    }

    @Test
    void claimsWithoutMeaningHereAreIgnored() {
        assertThat(verify(claims -> claims.issuer("x")
                        .audience("y")
                        .jwtID("z")
                        .issueTime(Date.from(NOW))
                        .claim("colour", 7)))
                .isEqualTo(new TokenVerdict.Valid(Identity.ANONYMOUS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "..", "eyJhbGciOiJIUzI1NiJ9.e30.", "\u0000", "{}"})
    void nonsenseIsInvalid(String token) {
        assertInvalid(verdict(token));
    }

    @Test
    void tooLongATokenIsNotEvenRead() {
        String token = sign(JWSAlgorithm.HS256, SECRET, claims -> claims.claim("info", "x".repeat(8_192)));

        assertThat(verdict(token)).isEqualTo(new TokenVerdict.Invalid("longer than 8192 characters"));
    }

    @Test
    void claimsOfTheWrongTypeAreInvalid() {
        assertInvalid(verify(claims -> claims.claim("expire_at", "soon")));
        assertInvalid(verify(claims -> claims.claim("b64info", 7)));
    }

    @Test
    void reasonsSayNothingFromTheToken() {
        TokenVerdict verdict = verify(claims -> claims.subject("secret-user\n").claim("channel", "secret-room"));

        assertThat(verdict.toString()).doesNotContain("secret");
    }

    @Test
    void withoutASecretEveryTokenIsInvalid() {
        String token = sign(JWSAlgorithm.HS256, SECRET, claims -> claims);

        assertInvalid(TokenVerifier.none().verify(new Token(token), NOW));
    }

    @Test
    void shortSecretsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TokenVerifier.hmac(new byte[31]))
                .withMessageContaining("32")
                .withMessageContaining("31");
    }

    private TokenVerdict verify(UnaryOperator<JWTClaimsSet.Builder> claims) {
        return verdict(sign(JWSAlgorithm.HS256, SECRET, claims));
    }

    private TokenVerdict verdict(String token) {
        return verifier.verify(new Token(token), NOW);
    }

    private @Nullable Instant expiry(UnaryOperator<JWTClaimsSet.Builder> claims) {
        return ((TokenVerdict.Valid) verify(claims)).identity().expiresAt();
    }

    private String info(UnaryOperator<JWTClaimsSet.Builder> claims) {
        Payload info = ((TokenVerdict.Valid) verify(claims)).identity().info();
        return new String(info.toByteArray(), StandardCharsets.UTF_8);
    }

    private static void assertInvalid(TokenVerdict verdict) {
        assertThat(verdict).isInstanceOf(TokenVerdict.Invalid.class);
    }

    private static String sign(JWSAlgorithm algorithm, byte[] secret, UnaryOperator<JWTClaimsSet.Builder> claims) {
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader(algorithm),
                    claims.apply(new JWTClaimsSet.Builder()).build());
            jwt.sign(new MACSigner(secret));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] secret(char fill) {
        return secret(fill, 32);
    }

    private static byte[] secret(char fill, int length) {
        return String.valueOf(fill).repeat(length).getBytes(StandardCharsets.US_ASCII);
    }
}

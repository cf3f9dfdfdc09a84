package io.millrace.edge.admission;

import static io.millrace.edge.admission.TestTokens.NOW;
import static io.millrace.edge.admission.TestTokens.SECRET;
import static io.millrace.edge.admission.TestTokens.ec;
import static io.millrace.edge.admission.TestTokens.edwards;
import static io.millrace.edge.admission.TestTokens.hmac;
import static io.millrace.edge.admission.TestTokens.pem;
import static io.millrace.edge.admission.TestTokens.rsa;
import static io.millrace.edge.admission.TestTokens.secret;
import static io.millrace.edge.admission.TestTokens.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.millrace.edge.admission.PublicKeys.Lookup;
import io.millrace.edge.protocol.Token;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which signatures count.
class TokenSignatureTest {

    private static final String ALICE = "{\"sub\":\"alice\"}";
    private static final KeyPair RSA = rsa(2_048);
    private static final KeyPair OTHER_RSA = rsa(2_048);
    private static final KeyPair EC = ec("secp256r1");

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void secretVerifiesEveryHashOfItsFamily(String algorithm) {
        TokenVerifier verifier = verifier(SharedSecrets.of(SECRET));

        assertValid(verifier.verify(hmac(JWSAlgorithm.parse(algorithm), SECRET, ALICE), NOW));
        assertInvalid(verifier.verify(hmac(JWSAlgorithm.parse(algorithm), secret('t'), ALICE), NOW));
    }

    @Test
    void secretsOfAnyLengthSignAsTheirBytesSay() {
        for (int length : List.of(1, 6, 32, 63, 64, 65, 200)) {
            byte[] secret = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
            assertValid(verifier(SharedSecrets.of(secret)).verify(jdkHmac(secret), NOW));
        }
    }

    @Test
    void previousSecretIsGoodUntilItsEnd() {
        Token old = hmac(JWSAlgorithm.HS256, secret('o'), ALICE);
        Token current = hmac(JWSAlgorithm.HS256, SECRET, ALICE);
        TokenVerifier verifier =
                verifier(SharedSecrets.of(SECRET).withPrevious(secret('o'), Optional.of(NOW.plusSeconds(10))));

        assertValid(verifier.verify(old, NOW.plusSeconds(9)));
        assertInvalid(verifier.verify(old, NOW.plusSeconds(10)));
        assertValid(verifier.verify(current, NOW.plusSeconds(10)));
    }

    @Test
    void previousSecretWithoutAnEndStaysGood() {
        TokenVerifier verifier = verifier(SharedSecrets.of(SECRET).withPrevious(secret('o'), Optional.empty()));

        assertValid(verifier.verify(hmac(JWSAlgorithm.HS512, secret('o'), ALICE), NOW.plusSeconds(1_000_000_000)));
    }

    @Test
    void publicKeysOfEveryKindVerifyTheirAlgorithms() {
        for (Map.Entry<KeyPair, Set<JWSAlgorithm>> entry : Map.of(
                        RSA,
                        Set.of(JWSAlgorithm.RS256, JWSAlgorithm.RS384, JWSAlgorithm.RS512),
                        EC,
                        Set.of(JWSAlgorithm.ES256),
                        ec("secp384r1"),
                        Set.of(JWSAlgorithm.ES384),
                        ec("secp521r1"),
                        Set.of(JWSAlgorithm.ES512),
                        edwards("Ed25519"),
                        Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519))
                .entrySet()) {
            KeyPair pair = entry.getKey();
            for (JWSAlgorithm algorithm : entry.getValue()) {
                Token token = sign(new JWSHeader(algorithm), pair.getPrivate(), ALICE);
                assertValid(verifier(pem(pair.getPublic())).verify(token, NOW));
                assertInvalid(verifier(
                                pem(OTHER_RSA.getPublic()) + pem(ec("secp256r1").getPublic()))
                        .verify(token, NOW));
                assertInvalid(verifier(pem(pair.getPublic())).verify(tampered(token), NOW));
                assertInvalid(verifier(pem(pair.getPublic())).verify(cut(token), NOW));
            }
        }
    }

    @Test
    void oneOfSeveralKeysIsEnough() {
        KeyPair old = OTHER_RSA;
        TokenVerifier verifier = verifier("comment\n" + pem(old.getPublic()) + "\n" + pem(RSA.getPublic()));

        assertValid(verifier.verify(sign(new JWSHeader(JWSAlgorithm.RS256), RSA.getPrivate(), ALICE), NOW));
        assertValid(verifier.verify(sign(new JWSHeader(JWSAlgorithm.RS256), old.getPrivate(), ALICE), NOW));
    }

    @Test
    void publicKeyIsNotASecret() throws JOSEException {
        for (byte[] known :
                List.of(RSA.getPublic().getEncoded(), pem(RSA.getPublic()).getBytes(StandardCharsets.US_ASCII))) {
            Token forged = sign(new JWSHeader(JWSAlgorithm.HS256), new MACSigner(known), ALICE);

            assertInvalid(verifier(pem(RSA.getPublic())).verify(forged, NOW));
        }
    }

    @Test
    void keyInsideTheTokenIsNotLookedAt() {
        KeyPair own = OTHER_RSA;
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(new RSAKey.Builder((RSAPublicKey) own.getPublic()).build())
                .build();

        assertInvalid(verifier(pem(RSA.getPublic())).verify(sign(header, own.getPrivate(), ALICE), NOW));
    }

    @Test
    void algorithmsThatNobodyAgreedOnAreInvalid() {
        Token pss = sign(new JWSHeader(JWSAlgorithm.PS256), RSA.getPrivate(), ALICE);

        assertThat(verifier(pem(RSA.getPublic())).verify(pss, NOW))
                .isEqualTo(new TokenVerdict.Invalid("algorithm is not allowed"));
        assertInvalid(verifier(SharedSecrets.of(SECRET)).verify(header("{\"alg\":\"none\"}"), NOW));
        assertInvalid(verifier(SharedSecrets.of(SECRET)).verify(header("{\"alg\":\"hs256\"}"), NOW));
    }

    @Test
    void extensionsOfTheHeaderAreInvalid() throws JOSEException {
        TokenVerifier verifier = verifier(SharedSecrets.of(SECRET));
        MACSigner signer = new MACSigner(Arrays.copyOf(SECRET, 64));
        JWSHeader critical = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .criticalParams(Set.of("exp"))
                .customParam("exp", 1)
                .build();
        JWSHeader unencoded = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .base64URLEncodePayload(false)
                .criticalParams(Set.of("b64"))
                .build();

        assertThat(verifier.verify(sign(critical, signer, ALICE), NOW))
                .isEqualTo(new TokenVerdict.Invalid("header asks for an extension"));
        assertThat(verifier.verify(sign(unencoded, signer, ALICE), NOW))
                .isEqualTo(new TokenVerdict.Invalid("header asks for an extension"));
    }

    @Test
    void emptyAndZeroSignaturesAreInvalid() {
        String input = new JWSHeader(JWSAlgorithm.ES256).toBase64URL() + "." + Base64URL.encode(ALICE) + ".";

        assertInvalid(verifier(pem(EC.getPublic())).verify(new Token(input), NOW));
        assertInvalid(verifier(pem(EC.getPublic())).verify(new Token(input + Base64URL.encode(new byte[64])), NOW));
        assertInvalid(verifier(pem(EC.getPublic())).verify(new Token(input + Base64URL.encode(new byte[9])), NOW));
    }

    @Test
    void publishedKeysAreAskedAfterOurOwn() {
        AtomicInteger asked = new AtomicInteger();
        KeyPair published = OTHER_RSA;
        TokenVerifier verifier = new TokenVerifier(
                new TokenSettings(SharedSecrets.NONE, KeyVerifiers.ofPem(pem(RSA.getPublic())), ClaimRules.DEFAULT),
                _ -> {
                    asked.incrementAndGet();
                    return new Lookup.Found(List.of(KeyVerifiers.of(published.getPublic())));
                },
                Optional.empty());

        assertValid(verifier.verify(sign(new JWSHeader(JWSAlgorithm.RS256), RSA.getPrivate(), ALICE), NOW));
        assertThat(asked).hasValue(0);
        assertValid(verifier.verify(sign(new JWSHeader(JWSAlgorithm.RS256), published.getPrivate(), ALICE), NOW));
        assertInvalid(verifier.verify(sign(new JWSHeader(JWSAlgorithm.ES256), EC.getPrivate(), ALICE), NOW));
        assertThat(asked).hasValue(2);
    }

    @Test
    void tokenOfAKeyThatCannotBeHadGetsNoVerdict() {
        TokenVerifier verifier = new TokenVerifier(
                TokenSettings.NONE, _ -> new Lookup.Unavailable("the provider is away"), Optional.empty());

        assertThat(verifier.verify(sign(new JWSHeader(JWSAlgorithm.RS256), RSA.getPrivate(), ALICE), NOW))
                .isEqualTo(new TokenVerdict.Unavailable("the provider is away"));
        assertInvalid(verifier.verify(hmac(JWSAlgorithm.HS256, SECRET, ALICE), NOW));
    }

    @Test
    void onlyAFewKeysAreTriedForATokenThatNamesNone() {
        AtomicInteger tried = new AtomicInteger();
        List<JWSVerifier> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new CountingVerifier(tried));
        }
        TokenVerifier verifier = new TokenVerifier(TokenSettings.NONE, _ -> new Lookup.Found(many), Optional.empty());

        assertInvalid(verifier.verify(sign(new JWSHeader(JWSAlgorithm.RS256), RSA.getPrivate(), ALICE), NOW));
        assertThat(tried).hasValue(8);
    }

    @Test
    void unfitKeysAreRefusedAtStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyVerifiers.ofPem(pem(rsa(1_024).getPublic())))
                .withMessageContaining("2048");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyVerifiers.ofPem(pem(edwards("Ed448").getPublic())));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyVerifiers.ofPem(pem(edwards("X25519").getPublic())));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyVerifiers.ofPem(pem(RSA.getPublic()).replace("PUBLIC", "PRIVATE")))
                .withMessageContaining("not a PUBLIC KEY");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyVerifiers.ofPem("ssh-rsa AAAA"))
                .withMessageContaining("no PUBLIC KEY");
    }

    /// Verifies nothing, and counts.
    private static final class CountingVerifier extends com.nimbusds.jose.crypto.impl.BaseJWSProvider
            implements JWSVerifier {

        private final AtomicInteger tried;

        CountingVerifier(AtomicInteger tried) {
            super(Set.of(JWSAlgorithm.RS256));
            this.tried = tried;
        }

        @Override
        public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) {
            tried.incrementAndGet();
            return false;
        }
    }

    private static Token jdkHmac(byte[] secret) {
        try {
            String input = new JWSHeader(JWSAlgorithm.HS256).toBase64URL() + "." + Base64URL.encode(ALICE);
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(secret, "HmacSHA256"));
            return new Token(input + "." + Base64URL.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII))));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Token header(String json) {
        return new Token(Base64URL.encode(json) + "." + Base64URL.encode(ALICE) + ".");
    }

    private static Token tampered(Token token) {
        return new Token(token.value().replaceFirst("\\..*\\.", "." + Base64URL.encode("{\"sub\":\"root\"}") + "."));
    }

    private static Token cut(Token token) {
        return new Token(token.value().substring(0, token.value().length() - 4));
    }

    private static TokenVerifier verifier(SharedSecrets secrets) {
        return new TokenVerifier(
                new TokenSettings(secrets, List.of(), ClaimRules.DEFAULT), PublicKeys.NONE, Optional.empty());
    }

    private static TokenVerifier verifier(String pem) {
        return new TokenVerifier(
                new TokenSettings(SharedSecrets.NONE, KeyVerifiers.ofPem(pem), ClaimRules.DEFAULT),
                PublicKeys.NONE,
                Optional.empty());
    }

    private static void assertValid(TokenVerdict verdict) {
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        TokenVerdict.Valid.class,
                        valid -> assertThat(valid.identity().user().value()).isEqualTo("alice"));
    }

    private static void assertInvalid(TokenVerdict verdict) {
        assertThat(verdict).isInstanceOf(TokenVerdict.Invalid.class);
    }
}

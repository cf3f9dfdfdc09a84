package io.millrace.edge.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.MACSigner;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Token;
import io.millrace.id.ClientId;
import io.millrace.id.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// Whatever a client brings as a token, it gets a verdict, and what counts as valid is fit to be used. Runs
/// the committed inputs as a test, and really fuzzes with `JAZZER_FUZZ=1`.
class TokenFuzzTest {

    private static final Instant NOW = TestTokens.NOW;
    private static final Instant LATEST = NOW.plus(Duration.ofDays(365));
    private static final ClientId CLIENT = ClientId.random();
    private static final TokenVerifier VERIFIER = new TokenVerifier(
            new TokenSettings(
                    SharedSecrets.of(TestTokens.SECRET),
                    KeyVerifiers.ofPem(TestTokens.pem(TestTokens.ec("secp256r1").getPublic())
                            + TestTokens.pem(TestTokens.rsa(2_048).getPublic())
                            + TestTokens.pem(TestTokens.edwards("Ed25519").getPublic())),
                    ClaimRules.DEFAULT),
            _ -> new PublicKeys.Lookup.Unavailable("away"),
            Optional.of(new ResumeTickets(TestTokens.secret('r'), Duration.ofMinutes(2))));

    /// Nobody can guess a signature.
    @FuzzTest(maxDuration = "2m")
    void whatNobodySignedIsNeverValid(byte[] text) {
        Token token = new Token(new String(text, StandardCharsets.ISO_8859_1));

        assertThat(VERIFIER.verify(token, NOW)).isNotInstanceOf(TokenVerdict.Valid.class);
        assertThat(VERIFIER.subscriptions().verify(token, "a", UserId.ANONYMOUS, CLIENT, NOW))
                .isNotInstanceOf(SubscriptionVerdict.Valid.class);
    }

    /// The header, too, is anything.
    @FuzzTest(maxDuration = "2m")
    void anyHeaderOverAnySignatureIsNeverValid(byte[] header) {
        String text = com.nimbusds.jose.util.Base64URL.encode(header) + ".e30."
                + com.nimbusds.jose.util.Base64URL.encode(new byte[64]);

        assertThat(VERIFIER.verify(new Token(text), NOW)).isNotInstanceOf(TokenVerdict.Valid.class);
    }

    /// The claims are anything, and signed.
    @FuzzTest(maxDuration = "2m")
    void claimsAreRefusedOrFitToBeUsed(byte[] claims) throws JOSEException {
        JWSObject jws = new JWSObject(new JWSHeader(JWSAlgorithm.HS256), new com.nimbusds.jose.Payload(claims));
        jws.sign(new MACSigner(Arrays.copyOf(TestTokens.SECRET, 64)));
        Token token = new Token(jws.serialize());

        TokenVerdict connection = VERIFIER.verify(token, NOW);
        SubscriptionVerdict subscription = VERIFIER.subscriptions().verify(token, "a", UserId.ANONYMOUS, CLIENT, NOW);

        if (connection instanceof TokenVerdict.Valid(Identity identity)) {
            assertThat(subscription).isInstanceOf(SubscriptionVerdict.Invalid.class);
            assertFit(identity);
            VERIFIER.resumeTicket(identity, NOW)
                    .ifPresent(ticket -> assertThat(VERIFIER.verify(ticket.token(), NOW))
                            .isEqualTo(ResumeTicketsTest.redeemed(identity, ticket.until())));
        }
        if (subscription instanceof SubscriptionVerdict.Valid(SubscriptionGrant grant)) {
            assertThat(connection).isInstanceOf(TokenVerdict.Invalid.class);
            assertJson(grant.info());
            assertJson(grant.data());
            assertThat(grant.expiresAt() == null || !grant.expiresAt().isAfter(LATEST))
                    .isTrue();
        }
    }

    private static void assertFit(Identity identity) {
        assertJson(identity.info());
        assertJson(identity.meta());
        identity.serverSubscriptions().values().forEach(subscription -> {
            assertJson(subscription.info());
            assertJson(subscription.data());
        });
        assertThat(identity.expiresAt() == null || !identity.expiresAt().isAfter(LATEST))
                .isTrue();
        byte[] user = identity.user().value().getBytes(StandardCharsets.UTF_8);
        assertThat(new String(user, StandardCharsets.UTF_8))
                .isEqualTo(identity.user().value());
    }

    private static void assertJson(Payload payload) {
        assertThat(payload.isEmpty() || payload.isJson()).isTrue();
    }
}

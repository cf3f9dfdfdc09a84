package io.millrace.edge.admission;

import static io.millrace.edge.admission.TestTokens.NOW;
import static io.millrace.edge.admission.TestTokens.base64;
import static io.millrace.edge.admission.TestTokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Token;
import io.millrace.id.ClientId;
import io.millrace.id.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a subscription token is worth for one channel of one client.
class SubscriptionTokensTest {

    private static final UserId ALICE = new UserId("alice");
    private static final ClientId CLIENT = ClientId.random();

    private final SubscriptionTokens tokens =
            TokenVerifier.hmac(TestTokens.SECRET).subscriptions();

    @Test
    void everyClaimIsRead() {
        SubscriptionVerdict verdict = verify("""
                {"sub": "alice", "channel": "$chat:a", "client": "%s", "exp": 1767225700, "expire_at": 1767229200,
                 "nbf": 1767225600, "iat": 1, "jti": "x", "aud": "a", "iss": "b",
                 "info": {"n": 1.0}, "data": [1.10],
                 "override": {"presence": {"value": true}, "force_recovery": {"value": false}}}
                """.formatted(CLIENT.value()));

        assertThat(verdict)
                .isEqualTo(valid(
                        "{\"n\": 1.0}",
                        "[1.10]",
                        Instant.ofEpochSecond(1_767_229_200),
                        new Overrides(true, null, null, null, false)));
    }

    @Test
    void payloadsMayBeInBase64() {
        assertThat(verify("{\"sub\":\"alice\",\"channel\":\"$chat:a\",\"b64info\":\"" + base64("1")
                        + "\",\"b64data\":\"" + base64("[ ]") + "\",\"info\":7,\"data\":7}"))
                .isEqualTo(valid("1", "[ ]", null, Overrides.NONE));
    }

    @Test
    void shortestTokenNamesUserAndChannel() {
        assertThat(verify("{\"sub\":\"alice\",\"channel\":\"$chat:a\"}"))
                .isEqualTo(valid("", "", null, Overrides.NONE));
    }

    @Test
    void tokenOfAnAnonymousClientHasNoSubject() {
        assertThat(tokens.verify(token("{\"channel\":\"a\"}"), "a", UserId.ANONYMOUS, CLIENT, NOW))
                .isInstanceOf(SubscriptionVerdict.Valid.class);
        assertThat(tokens.verify(token("{\"channel\":\"a\"}"), "a", ALICE, CLIENT, NOW))
                .isInstanceOf(SubscriptionVerdict.Mismatch.class);
    }

    @Test
    void subscriptionEndsWithTheTokenUnlessItSaysOtherwise() {
        String start = "{\"sub\":\"alice\",\"channel\":\"$chat:a\",\"exp\":1767225700";

        assertThat(end(start + "}")).isEqualTo(Instant.ofEpochSecond(1_767_225_700));
        assertThat(end(start + ",\"expire_at\":0}")).isNull();
        assertThat(end(start + ",\"expire_at\":1e300}")).isEqualTo(NOW.plus(Duration.ofDays(365)));
    }

    @Test
    void tokenIsExpiredFromItsSecondOn() {
        Token token = token("{\"sub\":\"alice\",\"channel\":\"$chat:a\",\"exp\":1767225610,\"nbf\":1767225600}");

        assertThat(verify(token, NOW.minusMillis(1))).isEqualTo(new SubscriptionVerdict.Expired());
        assertThat(verify(token, NOW)).isInstanceOf(SubscriptionVerdict.Valid.class);
        assertThat(verify(token, NOW.plusSeconds(10))).isEqualTo(new SubscriptionVerdict.Expired());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"alice\",\"channel\":\"$chat:b\"}",
                "{\"sub\":\"alice\",\"channel\":\"\"}",
                "{\"sub\":\"alice\",\"channel\":\"$chat:A\"}",
                "{\"sub\":\"bob\",\"channel\":\"$chat:a\"}",
                "{\"channel\":\"$chat:a\"}",
                "{\"sub\":\"alice\",\"channel\":\"$chat:a\",\"client\":\"another\"}"
            })
    void tokenForAnotherChannelUserOrClientIsAMismatch(String claims) {
        assertThat(verify(claims)).isInstanceOf(SubscriptionVerdict.Mismatch.class);
    }

    @Test
    void expiredTokenIsExpiredBeforeItIsAMismatch() {
        assertThat(verify("{\"sub\":\"bob\",\"channel\":\"$chat:b\",\"exp\":1}"))
                .isEqualTo(new SubscriptionVerdict.Expired());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sub\":\"alice\"}",
                "{\"sub\":\"alice\",\"channel\":null}",
                "{\"sub\":\"alice\",\"channel\":7}",
                "{\"sub\":\"alice\",\"channel\":\"$chat:a\",\"client\":7}",
                "{\"sub\":\"alice\",\"channel\":\"$chat:a\",\"b64data\":\"*\"}",
                "[]"
            })
    void whatIsNoSubscriptionTokenIsInvalid(String claims) {
        assertThat(verify(claims)).isInstanceOf(SubscriptionVerdict.Invalid.class);
    }

    @Test
    void signatureOfAnotherSecretIsInvalid() {
        Token token = TestTokens.hmac(
                JWSAlgorithm.HS256, TestTokens.secret('x'), "{\"sub\":\"alice\",\"channel\":\"$chat:a\"}");

        assertThat(verify(token, NOW)).isInstanceOf(SubscriptionVerdict.Invalid.class);
        assertThat(verify(new Token("x"), NOW)).isInstanceOf(SubscriptionVerdict.Invalid.class);
        assertThat(verify(new Token("mrt1.e30.AA"), NOW)).isInstanceOf(SubscriptionVerdict.Invalid.class);
    }

    @Test
    void rulesOfTheClaimsHoldForSubscriptionsToo() {
        TokenSettings settings = new TokenSettings(
                SharedSecrets.of(TestTokens.SECRET),
                List.of(),
                new ClaimRules(Optional.of(java.util.regex.Pattern.compile("chat")), Optional.empty(), "uid"));
        SubscriptionTokens strict = new TokenVerifier(settings, PublicKeys.NONE, Optional.empty()).subscriptions();

        assertThat(strict.verify(
                        token("{\"uid\":\"alice\",\"channel\":\"a\",\"aud\":\"chat\"}"), "a", ALICE, CLIENT, NOW))
                .isInstanceOf(SubscriptionVerdict.Valid.class);
        assertThat(strict.verify(token("{\"uid\":\"alice\",\"channel\":\"a\"}"), "a", ALICE, CLIENT, NOW))
                .isEqualTo(new SubscriptionVerdict.Invalid("aud is not the one expected"));
    }

    @Test
    void tokenOfAKeyThatCannotBeHadGetsNoVerdict() {
        SubscriptionTokens away = new TokenVerifier(
                        TokenSettings.NONE, _ -> new PublicKeys.Lookup.Unavailable("away"), Optional.empty())
                .subscriptions();
        Token token = TestTokens.sign(
                new com.nimbusds.jose.JWSHeader(JWSAlgorithm.ES256),
                TestTokens.ec("secp256r1").getPrivate(),
                "{\"channel\":\"a\"}");

        assertThat(away.verify(token, "a", ALICE, CLIENT, NOW)).isEqualTo(new SubscriptionVerdict.Unavailable("away"));
    }

    private @Nullable Instant end(String claims) {
        return ((SubscriptionVerdict.Valid) verify(claims)).grant().expiresAt();
    }

    private SubscriptionVerdict verify(String claims) {
        return verify(token(claims), NOW);
    }

    private SubscriptionVerdict verify(Token token, Instant now) {
        return tokens.verify(token, "$chat:a", ALICE, CLIENT, now);
    }

    private static SubscriptionVerdict valid(String info, String data, @Nullable Instant end, Overrides overrides) {
        return new SubscriptionVerdict.Valid(new SubscriptionGrant(json(info), json(data), end, overrides));
    }

    private static Payload json(String text) {
        return Payload.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}

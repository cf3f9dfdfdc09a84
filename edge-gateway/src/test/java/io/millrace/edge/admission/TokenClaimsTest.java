package io.millrace.edge.admission;

import static io.millrace.edge.admission.TestTokens.NOW;
import static io.millrace.edge.admission.TestTokens.base64;
import static io.millrace.edge.admission.TestTokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.Payload;
import io.millrace.id.UserId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the claims of a connection token mean.
class TokenClaimsTest {

    @Test
    void everyClaimOfAConnectionTokenIsRead() {
        Identity identity = identity("""
                {"sub": "alice", "exp": 1767225700, "nbf": 1767225600, "iat": 1767225600, "jti": "1", "aud": "a", "iss": "b",
                 "expire_at": 1767229200, "info": {"name": "Alice", "n": 1.0}, "meta": {"tenant": [1, 2]},
                 "subs": {"chat:a": {"info": {"x": 1}, "data": "hi",
                                     "override": {"presence": {"value": true}, "join_leave": {"value": false},
                                                  "force_push_join_leave": {"value": true},
                                                  "force_positioning": {"value": false},
                                                  "force_recovery": {"value": true}}},
                          "chat:b": {"b64info": "%s", "b64data": "%s"},
                          "chat:c": {}}}
                """.formatted(base64("[1]"), base64("{\"a\": 2}")));

        assertThat(identity)
                .isEqualTo(new Identity(
                        new UserId("alice"),
                        json("{\"name\": \"Alice\", \"n\": 1.0}"),
                        Instant.ofEpochSecond(1_767_229_200),
                        json("{\"tenant\": [1, 2]}"),
                        Map.of(
                                "chat:a",
                                new ServerSubscription(
                                        json("{\"x\": 1}"),
                                        json("\"hi\""),
                                        new Overrides(true, false, true, false, true)),
                                "chat:b",
                                new ServerSubscription(json("[1]"), json("{\"a\": 2}"), Overrides.NONE),
                                "chat:c",
                                ServerSubscription.PLAIN),
                        Instant.ofEpochSecond(1_767_225_700)));
    }

    @Test
    void channelsAreServerSideSubscriptionsWithoutOptions() {
        assertThat(identity("{\"channels\":[\"a\",\"b\",\"a\"]}").serverSubscriptions())
                .isEqualTo(Map.of("a", ServerSubscription.PLAIN, "b", ServerSubscription.PLAIN));
        assertThat(identity("{\"channels\":[]}").serverSubscriptions()).isEmpty();
    }

    @Test
    void subsWinOverChannels() {
        assertThat(identity("{\"subs\":{\"a\":{}},\"channels\":[\"b\"]}").serverSubscriptions())
                .containsOnlyKeys("a");
        assertThat(identity("{\"subs\":{},\"channels\":[\"b\"]}").serverSubscriptions())
                .containsOnlyKeys("b");
    }

    @Test
    void overrideThatSaysNothingLeavesTheNamespaceToDecide() {
        assertThat(overrides("{}")).isEqualTo(Overrides.NONE);
        assertThat(overrides("{\"presence\":null}")).isEqualTo(Overrides.NONE);
        assertThat(overrides("{\"presence\":{}}")).isEqualTo(new Overrides(false, null, null, null, null));
    }

    @Test
    void payloadsKeepEveryDigitAndTheirOrder() {
        String info = "{\"z\":1.10,\"a\":123456789012345678901234567890,\"e\":1E400,\"s\":\"\\u00e9<\"}";

        assertThat(identity("{\"info\":" + info + ",\"meta\":" + info + "}"))
                .isEqualTo(new Identity(UserId.ANONYMOUS, json(info), null, json(info), Map.of(), null));
    }

    @Test
    void nullIsAbsent() {
        assertThat(identity("""
                {"sub":null,"exp":null,"nbf":null,"expire_at":null,"info":null,"b64info":null,"meta":null,"subs":null,
                 "channels":null,"channel":null,"aud":null,"iss":null}
                """)).isEqualTo(Identity.ANONYMOUS);
        assertThat(identity("{\"b64info\":\"\",\"info\":1}").info()).isEqualTo(json("1"));
    }

    @Test
    void timesMayHaveFractionsAndAnySize() {
        assertThat(verify("{\"exp\":1767225600.9}")).isEqualTo(new TokenVerdict.Expired());
        assertThat(identity("{\"exp\":1767225601.9}").expiresAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(identity("{\"exp\":1e999999999}").expiresAt()).isEqualTo(NOW.plusSeconds(365L * 24 * 3600));
        assertThat(verify("{\"exp\":-1e999999999}")).isEqualTo(new TokenVerdict.Expired());
        assertThat(verify("{\"exp\":" + "9".repeat(5_000) + "}")).isInstanceOf(TokenVerdict.Valid.class);
        assertThat(verify("{\"nbf\":" + "9".repeat(5_000) + "}")).isEqualTo(new TokenVerdict.Expired());
        assertThat(verify("{\"exp\":0}")).isEqualTo(new TokenVerdict.Expired());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "null",
                "{",
                "{}{}",
                "{\"sub\":\"a\",\"sub\":\"b\"}",
                "{\"sub\":true}",
                "{\"sub\":1.5}",
                "{\"sub\":{}}",
                "{\"exp\":\"1\"}",
                "{\"nbf\":[]}",
                "{\"expire_at\":true}",
                "{\"channels\":{}}",
                "{\"channels\":[1]}",
                "{\"channels\":[null]}",
                "{\"subs\":[]}",
                "{\"subs\":{\"a\":1}}",
                "{\"subs\":{\"a\":{},\"a\":{}}}",
                "{\"subs\":{\"a\":{\"override\":[]}}}",
                "{\"subs\":{\"a\":{\"override\":{\"presence\":true}}}}",
                "{\"subs\":{\"a\":{\"override\":{\"presence\":{\"value\":1}}}}}",
                "{\"subs\":{\"a\":{\"b64data\":\"*\"}}}",
                "{\"subs\":{\"a\":{\"b64data\":\"eA==\"}}}",
                "{\"aud\":7}",
                "{\"aud\":[7]}",
                "{\"iss\":7}",
                "{\"sub\":\"\\ud800\"}",
                "{\"sub\":\"\\udc00\\ud800\"}",
                "{\"sub\":\"a\\u0000\"}",
                "{\"channel\":7}",
                "{\"channel\":\"\"}"
            })
    void whatIsNotAsItMustBeIsInvalid(String claims) {
        assertThat(verify(claims)).isInstanceOf(TokenVerdict.Invalid.class);
    }

    @Test
    void tooDeepNestingIsInvalid() {
        assertThat(verify("{\"info\":" + "[".repeat(100) + "]".repeat(100) + "}"))
                .isInstanceOf(TokenVerdict.Invalid.class);
    }

    @Test
    void userClaimMayHaveAnotherNameAndBeANumber() {
        ClaimRules rules = new ClaimRules(Optional.empty(), Optional.empty(), "user_id");

        assertThat(verify("{\"sub\":\"x\",\"user_id\":\"bob\"}", rules)).isEqualTo(user("bob"));
        assertThat(verify("{\"user_id\":4200000000000000000001}", rules)).isEqualTo(user("4200000000000000000001"));
        assertThat(verify("{\"sub\":\"x\"}", rules)).isEqualTo(user(""));
    }

    @Test
    void audienceMustBeTheOneExpected() {
        ClaimRules rules = expect("chat", null);

        assertThat(verify("{\"aud\":\"chat\"}", rules)).isEqualTo(user(""));
        assertThat(verify("{\"aud\":[\"mail\",\"chat\"]}", rules)).isEqualTo(user(""));
        for (String claims : List.of("{}", "{\"aud\":[]}", "{\"aud\":\"chats\"}", "{\"aud\":\"CHAT\"}")) {
            assertThat(verify(claims, rules)).isEqualTo(new TokenVerdict.Invalid("aud is not the one expected"));
        }
    }

    @Test
    void issuerMustBeTheOneExpected() {
        ClaimRules rules = expect(null, "https://id\\.example/[a-z]+");

        assertThat(verify("{\"iss\":\"https://id.example/acme\"}", rules)).isEqualTo(user(""));
        for (String claims :
                List.of("{}", "{\"iss\":\"https://id.example/\"}", "{\"iss\":\"evil https://id.example/acme\"}")) {
            assertThat(verify(claims, rules)).isEqualTo(new TokenVerdict.Invalid("iss is not the one expected"));
        }
    }

    @Test
    void tokenOfAnotherIssuerIsInvalidEvenWhenExpired() {
        assertThat(verify("{\"exp\":1,\"iss\":\"evil\"}", expect(null, "good")))
                .isInstanceOf(TokenVerdict.Invalid.class);
    }

    private static ClaimRules expect(
            @org.jspecify.annotations.Nullable String audience, @org.jspecify.annotations.Nullable String issuer) {
        return new ClaimRules(
                Optional.ofNullable(audience).map(Pattern::compile),
                Optional.ofNullable(issuer).map(Pattern::compile),
                "sub");
    }

    private static TokenVerdict user(String name) {
        return new TokenVerdict.Valid(new Identity(new UserId(name), Payload.NONE, null));
    }

    private static Overrides overrides(String override) {
        Identity identity = identity("{\"subs\":{\"a\":{\"override\":" + override + "}}}");
        return identity.serverSubscriptions().values().iterator().next().overrides();
    }

    private static Identity identity(String claims) {
        TokenVerdict verdict = verify(claims);
        assertThat(verdict).isInstanceOf(TokenVerdict.Valid.class);
        return ((TokenVerdict.Valid) verdict).identity();
    }

    private static TokenVerdict verify(String claims) {
        return verify(claims, ClaimRules.DEFAULT);
    }

    private static TokenVerdict verify(String claims, ClaimRules rules) {
        TokenSettings settings = new TokenSettings(SharedSecrets.of(TestTokens.SECRET), List.of(), rules);
        return new TokenVerifier(settings, PublicKeys.NONE, Optional.empty()).verify(token(claims), NOW);
    }

    private static Payload json(String text) {
        return Payload.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}

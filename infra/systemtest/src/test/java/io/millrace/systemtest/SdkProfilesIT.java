package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The configurations for the test suites of the official client libraries, docs/sdk-suites.md.
class SdkProfilesIT {

    @BeforeAll
    static void install() {
        NodeScripts.prepare();
    }

    @Test
    void javaScriptSuiteFindsWhatItCountsOn() {
        try (RunningStack stack = RunningStack.startWith("infra/launcher/sdk-js.yaml");
                ServerApi api = new ServerApi(stack.page(0))) {
            JsonNode seen = see(stack, "json");

            assertCommon(seen);
            assertThat(seen.get("position")).isEqualTo(SdkScenarios.json("[true, true]"));
            assertThat(seen.get("joins")).isEmpty();
            assertThat(api.post("info", "{}", Map.of("X-API-Key", "test-api-key"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(api.post("info", "{}", Map.of()).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void javaSuiteFindsWhatItCountsOn() throws Exception {
        try (RunningStack stack = RunningStack.startWith("infra/launcher/sdk-java.yaml");
                ServerApi api = new ServerApi(stack.page(0));
                JavaMember member = JavaMember.join(stack.webSocket(0), "java", Tokens.hs256("secret", "ada"))) {
            JsonNode seen = see(stack, "protobuf");

            assertCommon(seen);
            assertThat(seen.get("joins")).isEqualTo(SdkScenarios.json("['join']"));
            assertThat(member.isConnected()).isTrue();
            assertThat(api.post("presence_stats", "{\"channel\":\"java\"}", Map.of())
                            .body())
                    .isEqualTo("{\"result\":{\"num_clients\":1,\"num_users\":1}}");

            member.publish("no JSON");

            Await.until(() -> !member.heard().isEmpty(), Await.DEADLINE, "what was published");
            assertThat(member.heard().getFirst().text()).isEqualTo("no JSON");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sdk-js", "sdk-java"})
    void suitesExpectPort8000(String profile) throws IOException {
        Path file = Path.of("..", "launcher", profile + ".yaml");

        assertThat(Files.readString(file)).contains("\n  http:\n    host: 127.0.0.1\n    port: 8000\n");
    }

    private static JsonNode see(RunningStack stack, String format) {
        Map<String, ?> secrets = Map.of("secret", "secret", "key", "test-api-key");
        return NodeScripts.see("profile.js", "profile", stack.argumentsFor(format, "", secrets));
    }

    private static void assertCommon(JsonNode seen) {
        assertThat(seen.get("user")).isEqualTo(SdkScenarios.json("[true]"));
        assertThat(seen.get("badToken").asInt()).isEqualTo(3500);
        assertThat(seen.get("expired").asInt())
                .as("the library's own code for: no other token")
                .isEqualTo(1);
        assertThat(seen.at("/rpc/code").asInt()).isEqualTo(108);
        assertThat(seen.get("history").asInt()).isEqualTo(1);
        assertThat(seen.get("isPrivate").asInt()).isEqualTo(103);
        assertThat(seen.get("gap"))
                .isEqualTo(SdkScenarios.json("['false false false', 'true false false', 'true true true']"));
        assertThat(seen.get("state")).isEqualTo(SdkScenarios.json("[1, 2]"));
        assertThat(seen.get("deltas")).isEqualTo(SdkScenarios.json("[true, 4]"));
        assertThat(seen.get("stream").asInt()).isEqualTo(9);
        assertThat(seen.get("large")).isEqualTo(SdkScenarios.json("[256000, 2]"));
    }
}

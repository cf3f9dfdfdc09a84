package io.millrace.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.audit.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may come in, and how outcomes are told.
class ApiDoorTest {

    private ApiRun run = ApiRun.of(1);

    @AfterEach
    void close() {
        run.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3cre", "s3cret ", "S3CRET", "default"})
    void requestWithoutAKnownKeyIs401AndItsBodyIsNotRead(String key) {
        ApiDoor.Response response = run.edges
                .getFirst()
                .api
                .door()
                .answer(new ApiDoor.Request("info", key, false, ""), _ -> {
                    throw new AssertionError("body was read");
                });

        assertThat(response.status()).isEqualTo(401);
    }

    @Test
    void everyRequestIs401WhenThereIsNoKey() {
        restart(Map.of("edge.api.key", "", "edge.api.keys.reader.key", "r"));

        assertThat(run.request("info", "", "{}", false).status()).isEqualTo(401);
    }

    @Test
    void insecureNeedsNoKey() {
        restart(Map.of("edge.api.insecure", "true"));

        assertThat(run.request("info", "", "{}", false).status()).isEqualTo(200);
        assertThat(run.request("info", "whatever", "{}", false).status()).isEqualTo(200);
    }

    @Test
    void knownKeyKeepsItsScopesWhereNoKeyIsNeeded() {
        restart(Map.of("edge.api.insecure", "true"));

        ApiDoor.Response response = run.request("publish", ApiRun.READER_KEY, publish(), false);

        assertThat(ApiRun.text(response)).contains("\"code\":103");
    }

    @ParameterizedTest
    @EnumSource(ApiMethod.class)
    void keyMayCallTheMethodsOfItsScopeOnly(ApiMethod method) {
        ApiDoor.Response response = run.request(method.wireName(), ApiRun.READER_KEY, "{}", false);

        boolean allowed = method.scope().isEmpty() || method.scope().get() == ApiScope.READ;
        assertThat(ApiRun.text(response).contains("\"code\":103")).isEqualTo(!allowed);
    }

    @Test
    void callsOfABatchNeedTheirOwnScopes() {
        String batch =
                "{\"commands\":[{\"presence_stats\":{\"channel\":\"chat:a\"}},{\"publish\":%s}]}".formatted(publish());

        String body = ApiRun.text(run.request("batch", ApiRun.READER_KEY, batch, false));

        assertThat(body).startsWith("{\"replies\":[{\"presence_stats\":{").contains("{\"error\":{\"code\":103");
        assertThat(run.rooms.written()).isEmpty();
    }

    @Test
    void refusedCallIsAudited() {
        run.request("publish", ApiRun.READER_KEY, publish(), false);

        AuditEvent event = run.rooms.audited().getFirst();
        assertThat(event.getActor()).isEqualTo("api:reader");
        assertThat(event.getAction()).isEqualTo("api.publish");
        assertThat(event.getTarget()).isEqualTo("chat:a");
        assertThat(event.getOutcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void methodThatThereIsNotIs404() {
        ApiDoor.Response response = run.request("shout", ApiRun.KEY, "{}", false);

        assertThat(response.status()).isEqualTo(404);
        assertThat(ApiRun.text(response)).isEqualTo("{\"error\":{\"code\":104,\"message\":\"method not found\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{} {}",
                "{\"channel\":5}",
                "{\"channel\":\"chat:a\",\"data\":{},\"tags\":{\"a\":1}}",
                "{\"channel\":\"chat:a\",\"b64data\":\"%\"}",
                "{\"channel\":\"chat:a\",\"data\":1,\"version\":-1}",
                "{\"channel\":\"chat:a\",\"data\":1,\"version\":9223372036854775808}",
                "{\"channel\":\"chat:a\",\"data\":1,\"skip_history\":\"yes\"}",
                "{\"channel\":\"\\ud800\",\"data\":1}"
            })
    void malformedBodyIs400(String body) {
        assertThat(run.request("publish", ApiRun.KEY, body, false).status()).isEqualTo(400);
        assertThat(run.rooms.written()).isEmpty();
    }

    @Test
    void bodyOverTheLimitIs413() {
        restart(Map.of("edge.api.max-body", "1KiB"));

        assertThat(run.request("info", ApiRun.KEY, "{\"a\":\"" + "x".repeat(1_024) + "\"}", false)
                        .status())
                .isEqualTo(413);
        assertThat(run.request("info", ApiRun.KEY, "{\"a\":\"" + "x".repeat(1_000) + "\"}", false)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "publish,         '{\"channel\":\"nowhere:a\",\"data\":{}}',             102, 404",
        "rpc,             '{\"method\":\"x\"}',                                  104, 404",
        "publish,         '{\"channel\":\"\",\"data\":{}}',                      107, 400",
        "map_publish,     '{}',                                                  108, 400",
        "history,         '{\"channel\":\"chat:a\",\"limit\":1,\"since\":{\"offset\":1,\"epoch\":\"other\"}}', 112, 416",
    })
    void errorsAreToldByTheStatusOnlyToWhoAsksForIt(String method, String body, int code, int status) {
        ApiDoor.Response plain = run.request(method, ApiRun.KEY, body, false);
        ApiDoor.Response transport = run.request(method, ApiRun.KEY, body, true);

        assertThat(plain.status()).isEqualTo(200);
        assertThat(ApiRun.text(plain)).startsWith("{\"error\":{\"code\":" + code + ",\"message\":\"");
        assertThat(transport.status()).isEqualTo(status);
        assertThat(ApiRun.text(transport)).startsWith("{\"code\":" + code + ",\"message\":\"");
    }

    @Test
    void successLooksTheSameInBothErrorModes() {
        ApiDoor.Response response = run.request("presence_stats", ApiRun.KEY, "{\"channel\":\"chat:a\"}", true);

        assertThat(response.status()).isEqualTo(200);
        assertThat(ApiRun.text(response)).isEqualTo("{\"result\":{\"num_clients\":2,\"num_users\":1}}");
    }

    @Test
    void silentRoomIsATemporaryError() {
        run.close();
        run = ApiRun.impatient(1);
        run.rooms.away(true);

        assertThat(run.request("publish", ApiRun.KEY, publish(), true).status()).isEqualTo(500);
        assertThat(run.post("presence", "{\"channel\":\"chat:a\"}")).contains("\"code\":100");
        assertThat(run.rooms.audited()).extracting(AuditEvent::getOutcome).containsExactly(Outcome.FAILED);
    }

    @Test
    void moreRequestsThanTheRateAreRefused() {
        restart(Map.of("edge.api.rate", "2"));

        assertThat(run.request("info", ApiRun.KEY, "{}", true).status()).isEqualTo(200);
        assertThat(run.request("info", ApiRun.KEY, "{}", true).status()).isEqualTo(200);
        assertThat(run.request("info", ApiRun.KEY, "{}", true).status()).isEqualTo(429);
        assertThat(run.request("info", ApiRun.READER_KEY, "{}", true).status())
                .as("another key")
                .isEqualTo(403);
    }

    @Test
    void moreRequestsAtOnceThanThereArePlacesAreRefused() {
        restart(Map.of("edge.api.in-flight", "1"));
        ApiDoor door = run.edges.getFirst().api.door();
        ApiDoor.Request request = new ApiDoor.Request("info", ApiRun.KEY, true, "");
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);

        ApiDoor.Response outer = door.answer(request, _ -> {
            assertThat(door.answer(request, _ -> Optional.of(body)).status()).isEqualTo(429);
            return Optional.of(body);
        });

        assertThat(outer.status()).isEqualTo(200);
        assertThat(door.free()).isEqualTo(1);
    }

    private void restart(Map<String, String> overrides) {
        run.close();
        run = ApiRun.with(overrides);
    }

    private static String publish() {
        return "{\"channel\":\"chat:a\",\"data\":{}}";
    }
}

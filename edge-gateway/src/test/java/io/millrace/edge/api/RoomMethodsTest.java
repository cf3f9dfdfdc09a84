package io.millrace.edge.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.Retract;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The methods that concern rooms.
class RoomMethodsTest {

    private final ApiRun run = ApiRun.of(1);

    @AfterEach
    void close() {
        run.close();
    }

    @Test
    void publicationGoesStraightToTheRoomWithoutASender() {
        String answer = run.post("publish", "{\"channel\":\"chat:a\",\"data\": {\"n\" : 1.10, \"a\":[ ]} }");

        assertThat(answer).isEqualTo("{\"result\":{\"offset\":1,\"epoch\":\"e1\"}}");
        Publish publish = run.rooms.written().getFirst();
        assertThat(data(publish)).as("verbatim").isEqualTo("{\"n\" : 1.10, \"a\":[ ]}");
        assertThat(publish.getFormat()).isEqualTo(PayloadFormat.JSON);
        assertThat(publish.getSender().getClient()).isEmpty();
        assertThat(publish.getSender().getUser()).isEmpty();
        assertThat(publish.getExtras()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "-1.5e3", "\"text\"", "true", "[1,2]", "{}"})
    void payloadMayBeAnyJsonValue(String data) {
        run.post("publish", "{\"data\":" + data + ",\"channel\":\"chat:a\"}");

        assertThat(data(run.rooms.written().getFirst())).isEqualTo(data);
    }

    @Test
    void bytesGoIntoABinaryNamespace() {
        assertThat(run.post("publish", "{\"channel\":\"signal:a\",\"b64data\":\"AAEC\"}"))
                .contains("\"offset\":1");

        Publish publish = run.rooms.written().getFirst();
        assertThat(publish.getData().remaining()).isEqualTo(3);
        assertThat(publish.getFormat()).isEqualTo(PayloadFormat.BINARY);
    }

    @Test
    void extrasReachTheRoom() {
        run.post("publish", """
                {"channel":"chat:a","data":1,"tags":{"k":"v"},"version":7,"version_epoch":"x","skip_history":true,
                 "delta":true}""");

        var extras = run.rooms.written().getFirst().getExtras();
        assertThat(extras.getTags()).isEqualTo(Map.of("k", "v"));
        assertThat(extras.getVersion()).isEqualTo(7);
        assertThat(extras.getVersionEpoch()).isEqualTo("x");
        assertThat(extras.getSkipHistory()).isTrue();
        assertThat(extras.getDelta()).isTrue();
    }

    @Test
    void sameIdempotencyKeyInTheSameChannelHasTheSamePlace() {
        String keyed = "{\"channel\":\"chat:%s\",\"data\":%d,\"idempotency_key\":\"%s\"}";

        String first = run.post("publish", keyed.formatted("a", 1, "k"));
        run.post("publish", keyed.formatted("a", 2, "other"));
        String repeat = run.post("publish", keyed.formatted("a", 1, "k"));
        run.post("publish", keyed.formatted("b", 1, "k"));

        assertThat(repeat).isEqualTo(first);
        assertThat(run.rooms.taken("chat:a")).isEqualTo(2);
        assertThat(run.rooms.taken("chat:b")).isEqualTo(1);
    }

    @Test
    void publishesWithoutAKeyAreDifferent() {
        run.post("publish", "{\"channel\":\"chat:a\",\"data\":1}");
        run.post("publish", "{\"channel\":\"chat:a\",\"data\":1}");

        assertThat(run.rooms.taken("chat:a")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"data\":1}',                                          107, channel is empty",
        "'{\"channel\":\"chat:a\"}',                              107, data is empty",
        "'{\"channel\":\"chat:a\",\"data\":null}',                107, data is empty",
        "'{\"channel\":\"chat:aä\",\"data\":1}',                 107, ASCII",
        "'{\"channel\":\"none:a\",\"data\":1}',                   102, unknown channel",
        "'{\"channel\":\"chat:a\",\"b64data\":\"AAEC\"}',         107, not JSON",
    })
    void publishThatCannotBeIsRefused(String body, int code, String message) {
        assertThat(run.post("publish", body)).contains("\"code\":" + code).contains(message);
        assertThat(run.rooms.written()).isEmpty();
    }

    @Test
    void sizesAreBounded() {
        assertThat(run.post("publish", publish("\"data\":\"" + "x".repeat(999) + "\"")))
                .contains("larger than 1000 bytes");
        assertThat(run.post("publish", publish("\"data\":1,\"idempotency_key\":\"" + "k".repeat(256) + "\"")))
                .contains("idempotency_key is longer than 255");
        assertThat(run.post("publish", publish("\"data\":1,\"version_epoch\":\"" + "k".repeat(256) + "\"")))
                .contains("version_epoch is longer than 255");
        assertThat(run.post("publish", publish("\"data\":1,\"tags\":{\"k\":\"" + "v".repeat(16 << 10) + "\"}")))
                .contains("tags have more than 16384 bytes");
        assertThat(run.rooms.written()).isEmpty();
    }

    @Test
    void broadcastAnswersForEachChannelInItsOrder() {
        String answer = run.post("broadcast", "{\"channels\":[\"chat:a\",\"none:b\",\"chat:c\"],\"data\":{}}");

        assertThat(answer)
                .isEqualTo("{\"result\":{\"responses\":[{\"result\":{\"offset\":1,\"epoch\":\"e1\"}},"
                        + "{\"error\":{\"code\":102,\"message\":\"unknown channel\"}},"
                        + "{\"result\":{\"offset\":1,\"epoch\":\"e1\"}}]}}");
    }

    @Test
    void repeatedBroadcastHasNoFurtherEffect() {
        String body = "{\"channels\":[\"chat:a\",\"chat:b\"],\"data\":{},\"idempotency_key\":\"k\"}";

        assertThat(run.post("broadcast", body)).isEqualTo(run.post("broadcast", body));
        assertThat(run.rooms.taken("chat:a") + run.rooms.taken("chat:b")).isEqualTo(2);
    }

    @Test
    void broadcastNeedsAChannel() {
        assertThat(run.post("broadcast", "{\"channels\":[],\"data\":{}}")).contains("\"code\":107");
    }

    @Test
    void presenceNamesEveryConnection() {
        assertThat(run.post("presence", "{\"channel\":\"chat:a\"}"))
                .contains("\"c-1\":{\"user\":\"ann\",\"client\":\"c-1\"}")
                .contains("\"c-2\":{\"user\":\"ann\",\"client\":\"c-2\"}");
    }

    @Test
    void presenceStatsCountConnectionsAndUsers() {
        assertThat(run.post("presence_stats", "{\"channel\":\"chat:a\"}"))
                .isEqualTo("{\"result\":{\"num_clients\":2,\"num_users\":1}}");
    }

    @Test
    void historyWithoutALimitIsThePosition() {
        assertThat(run.post("history", "{\"channel\":\"chat:a\"}"))
                .isEqualTo("{\"result\":{\"publications\":[],\"offset\":3,\"epoch\":\"e1\"}}");
    }

    @Test
    void historyGoesBothWaysFromAPosition() {
        String forward =
                run.post("history", "{\"channel\":\"chat:a\",\"limit\":-1,\"since\":{\"offset\":1,\"epoch\":\"e1\"}}");
        String reverse = run.post("history", "{\"channel\":\"chat:a\",\"limit\":1,\"reverse\":true}");

        assertThat(forward)
                .startsWith("{\"result\":{\"publications\":[{\"data\":2,\"info\":{\"user\":\"user-sender\","
                        + "\"client\":\"sender\"},\"offset\":2},{\"data\":3,")
                .endsWith("],\"offset\":3,\"epoch\":\"e1\"}}");
        assertThat(reverse).contains("\"data\":3").doesNotContain("\"data\":2");
    }

    @ParameterizedTest
    @CsvSource({
        "presence,       chat:,  0",
        "presence,       bare:a, 108",
        "presence_stats, bare:a, 108",
        "presence_stats, none:a, 102",
        "history,        bare:a, 108",
        "history,        none:a, 102",
        "history,        '',     107",
        "history_remove, bare:a, 108",
        "history_remove, none:a, 102",
        "history_remove, '',     107",
        "retract,        none:a, 102",
        "retract,        '',     107",
        "retract,        chat:a, 107",
    })
    void questionsToRoomsThatDoNotKnowAreRefused(String method, String channel, int code) {
        String answer = run.post(method, "{\"channel\":\"" + channel + "\"}");

        if (code == 0) {
            assertThat(answer).startsWith("{\"result\"");
        } else {
            assertThat(answer).startsWith("{\"error\":{\"code\":" + code + ",");
        }
    }

    @Test
    void reverseHistoryFromTheStartIsABadRequest() {
        assertThat(run.post("history", "{\"channel\":\"chat:a\",\"reverse\":true,\"since\":{\"offset\":0}}"))
                .contains("\"code\":107");
    }

    @Test
    void removedHistoryIsAnsweredWithNothing() {
        assertThat(run.post("history_remove", "{\"channel\":\"chat:a\"}")).isEqualTo("{\"result\":{}}");
        assertThat(run.rooms.taken("chat:a")).isEqualTo(1);
    }

    @Test
    void retractionNamesThePublicationAndWhoTookItBack() {
        String byOffset =
                run.post("retract", "{\"channel\":\"chat:a\",\"offset\":2,\"epoch\":\"e1\",\"reason\":\"spam\"}");
        run.post("retract", "{\"channel\":\"bare:a\",\"id\":\"m-7\"}");

        assertThat(byOffset).isEqualTo("{\"result\":{\"offset\":1,\"epoch\":\"e1\"}}");
        Retract first = run.rooms.retracted().getFirst();
        assertThat(first)
                .returns("", Retract::getMessageId)
                .returns(2L, Retract::getOffset)
                .returns("e1", Retract::getEpoch)
                .returns("spam", Retract::getReason)
                .returns("api:default", Retract::getActor);
        assertThat(run.rooms.retracted().getLast())
                .returns("m-7", Retract::getMessageId)
                .returns(null, Retract::getOffset)
                .returns(null, Retract::getEpoch);
        assertThat(run.rooms.audited().getFirst())
                .returns("api.retract", AuditEvent::getAction)
                .returns("chat:a", AuditEvent::getTarget)
                .returns(Map.of("offset", "2"), AuditEvent::getDetail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"offset\":-1",
                "\"id\":\"01234567890123456789012345678901234567890123456789012345678901234\"",
                "\"reason\":\"no publication\""
            })
    void retractionOfWhatCannotBeIsRefused(String fields) {
        assertThat(run.post("retract", publish(fields))).contains("\"code\":107");
        assertThat(run.rooms.retracted()).isEmpty();
    }

    @Test
    void tagsOfTheServerItselfAreNotForPublishers() {
        assertThat(run.post("publish", publish("\"data\":1,\"tags\":{\"millrace-event\":\"removed\"}")))
                .contains("\"code\":107", "millrace-");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void batchAnswersInItsOrder(boolean parallel) {
        String replies = run.post("batch", """
                {"commands":[{"publish":{"channel":"chat:a","data":1}},{"publish":{"channel":"chat:a","data":2}},
                 {"shout":{}},{"map_clear":{}},{"batch":{}},{"history":{"channel":"chat:a"}}],"parallel":%s}""".formatted(parallel));

        assertThat(replies)
                .startsWith("{\"replies\":[{\"publish\":{\"offset\":1")
                .contains("{\"error\":{\"code\":104,\"message\":\"method not found\"}},"
                        + "{\"error\":{\"code\":108,\"message\":\"not available\"}},"
                        + "{\"error\":{\"code\":104,\"message\":\"method not found\"}},{\"history\":{");
        assertThat(run.rooms.written()).extracting(RoomMethodsTest::data).containsExactly("1", "2");
    }

    @Test
    void batchHasABound() {
        StringBuilder commands = new StringBuilder("{\"commands\":[{\"info\":{}}");
        commands.repeat(",{\"info\":{}}", 1_000);

        assertThat(run.post("batch", commands.append("]}").toString())).contains("more than 1000 entries, it has 1001");
    }

    @Test
    void everyChangeIsAuditedAndNoQuestion() {
        run.post("publish", publish("\"data\":\"private\""));
        run.post("history_remove", "{\"channel\":\"chat:a\"}");
        run.post("history", "{\"channel\":\"chat:a\"}");

        assertThat(run.rooms.audited())
                .extracting(AuditEvent::getAction)
                .containsExactly("api.publish", "api.history_remove");
        assertThat(run.rooms.audited().toString()).doesNotContain("private").doesNotContain(ApiRun.KEY);
        assertThat(run.rooms.audited().getFirst().getActor()).isEqualTo("api:default");
        assertThat(run.rooms.audited().getFirst().getAddress()).isEqualTo("192.0.2.1");
    }

    private static String publish(String fields) {
        return "{\"channel\":\"chat:a\"," + fields + "}";
    }

    private static String data(Publish publish) {
        return StandardCharsets.UTF_8.decode(publish.getData().duplicate()).toString();
    }
}

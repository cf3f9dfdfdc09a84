package io.millrace.moderation.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.moderation.PolicyRecord;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.topic.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PolicyIT {

    private static final String QUIET = "{\"caps\":{\"percent\":50,\"letters\":5,\"action\":\"refuse\"}}";

    private final DeskClient ann = DeskSystem.client("ann");
    private final DeskClient ada = DeskSystem.client("ada");

    @Test
    void aPolicyIsPublishedInVersionsAndAppliesAtOnce() {
        String path = "/policies/namespace/loud";
        String before = check("loud:1");
        DeskClient.Answer forbidden = ann.send("PUT", path, QUIET);
        DeskClient.Answer first = ada.send("PUT", path, QUIET);
        String strict = check("loud:1");
        String elsewhere = check("calm:1");
        DeskClient.Answer blind = ada.send("PUT", path, "{}");
        DeskClient.Answer late = ada.send("PUT", path, "{}", "If-Match", "\"7\"");
        DeskClient.Answer second = ada.send("PUT", path, "{}", "If-Match", "\"1\"");

        assertThat(before).isEqualTo("allow");
        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(first.status()).as(first.body().toString()).isEqualTo(200);
        assertThat(first.response().headers().firstValue("ETag")).contains("\"1\"");
        assertThat(strict).isEqualTo("bounce");
        assertThat(elsewhere).isEqualTo("allow");
        assertThat(blind.status()).isEqualTo(409);
        assertThat(late.status()).isEqualTo(412);
        assertThat(second.body().path("version").asInt()).isEqualTo(2);
        assertThat(check("loud:1")).isEqualTo("allow");
        try (RecordReader<PolicyRecord> policies = DeskSystem.reader(Topics.MODERATION_POLICY)) {
            assertThat(policies.toTheEnd(Await.DEADLINE).stream()
                            .filter(record -> record.key().equals("policy/namespace/loud"))
                            .map(record -> record.value().getVersion()))
                    .containsExactly(1L, 2L);
        }
    }

    @Test
    void aDocumentThatCannotBeUsedIsRefusedWithThePlaceOfEachMistake() {
        DeskClient.Answer answer =
                ada.send("PUT", "/policies/namespace/broken", "{\"caps\":{\"percent\":\"many\"},\"unknown\":1}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("errors")).isNotEmpty();
        assertThat(answer.text("/errors/0/pointer")).startsWith("/");
        assertThat(ada.get("/policies/namespace/broken").status()).isEqualTo(404);
    }

    @Test
    void aDocumentThatKafkaWouldNotTakeIsRefusedWithItsLength() {
        DeskClient.Answer answer = ada.send("PUT", "/lists/huge", " ".repeat(921_601));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text("/field")).isEqualTo("body");
        assertThat(answer.text("/limit")).isEqualTo("at most 921600 bytes");
        assertThat(answer.text("/value")).isEqualTo("921601");
    }

    @Test
    void namesOfRoomsMayHoldSlashesAndPercentSigns() {
        for (String name : List.of("slash%2Froom%2F1", "slash%25room", "slash%2Fversions")) {
            String path = "/policies/room/chat%3A" + name;

            DeskClient.Answer published = ada.send("PUT", path, QUIET);

            assertThat(published.status()).as(published.body().toString()).isEqualTo(200);
            assertThat(ada.get(path).body().at("/caps/percent").asInt()).isEqualTo(50);
            assertThat(ada.get(path + "/versions").body().path("versions")).hasSize(1);
            assertThat(ada.get(path + "/effective")
                            .body()
                            .path("caps")
                            .path("letters")
                            .asInt())
                    .isEqualTo(5);
            assertThat(ada.send("PUT", "/lockdowns/chat%3A" + name, "{\"durationSeconds\":60}")
                            .status())
                    .isEqualTo(200);
            assertThat(ada.send("DELETE", "/lockdowns/chat%3A" + name, "").status())
                    .isEqualTo(200);
        }
        assertThat(check("chat:slash/room/1")).isEqualTo("bounce");
        assertThat(check("chat:slash/room")).isEqualTo("allow");
        assertThat(ada.get("/policies/room/chat%3Aslash/room/1").status()).isEqualTo(404);
    }

    @Test
    void aRemovedDocumentLeavesATombstoneAndItsVersions() {
        String path = "/policies/room/gone:1";
        ada.send("PUT", path, QUIET);

        DeskClient.Answer removed = ada.send("DELETE", path, "", "If-Match", "\"1\"");
        DeskClient.Answer again = ada.send("PUT", path, QUIET);

        assertThat(removed.status()).isEqualTo(200);
        assertThat(again.body().path("version").asInt()).isEqualTo(3);
        assertThat(ada.get(path + "/versions").body().path("versions")).hasSize(3);
        assertThat(ada.get(path + "/effective").body().at("/caps/percent").asInt())
                .isEqualTo(50);
        try (RecordReader<PolicyRecord> policies = DeskSystem.reader(Topics.MODERATION_POLICY)) {
            assertThat(policies.toTheEnd(Await.DEADLINE).stream()
                            .filter(record -> record.key().equals("policy/room/gone:1"))
                            .map(record -> record.value() == null))
                    .containsExactly(false, true, false);
        }
    }

    private String check(String room) {
        return ann.post("/check", "{\"text\":\"VERY LOUD WORDS\",\"room\":\"" + room + "\"}")
                .text("/verdict");
    }
}

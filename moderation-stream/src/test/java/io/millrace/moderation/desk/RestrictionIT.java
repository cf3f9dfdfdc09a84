package io.millrace.moderation.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RestrictionIT {

    private final String user = KafkaBroker.unique("restricted");
    private final String room = KafkaBroker.unique("chat:restricted");
    private final DeskClient ann = DeskSystem.client("ann");
    private final DeskClient lea = DeskSystem.client("lea");

    @Test
    void aSanctionReachesItsTopicAndIsEndedByATombstone() {
        DeskClient.Answer given = ann.post(
                "/sanctions",
                "{\"user\":\"" + user + "\",\"kind\":\"timeout\",\"durationSeconds\":60,\"reason\":\"cool down\"}");
        String id = given.text("/id");
        boolean active = ann.get("/sanctions?active=true&user=" + user)
                .body()
                .at("/sanctions/0/active")
                .asBoolean();
        DeskClient.Answer ended = ann.send("DELETE", "/sanctions/" + id, "");
        DeskClient.Answer again = ann.send("DELETE", "/sanctions/" + id, "");

        assertThat(given.status()).isEqualTo(200);
        assertThat(active).isTrue();
        assertThat(ended.text("/endedBy")).isEqualTo("ann");
        assertThat(again.status()).isEqualTo(409);
        try (RecordReader<Sanction> sanctions = DeskSystem.reader(Topics.MODERATION_SANCTIONS)) {
            List<Sanction> values = values(sanctions, id);
            assertThat(values).hasSize(2);
            assertThat(values.getLast()).isNull();
            Sanction sanction = values.getFirst();
            assertThat(sanction.getKind()).isEqualTo(SanctionKind.TIMEOUT);
            assertThat(sanction.getUser()).isEqualTo(user);
            assertThat(sanction.getReason()).isEqualTo("cool down");
            assertThat(Duration.between(sanction.getFrom(), sanction.getUntil()))
                    .isEqualTo(Duration.ofSeconds(60));
        }
    }

    @Test
    void bansTakeALead() {
        String ban = "{\"user\":\"" + user + "\",\"kind\":\"ban\"}";

        DeskClient.Answer refused = ann.post("/sanctions", ban);
        DeskClient.Answer given = lea.post("/sanctions", ban);
        DeskClient.Answer ended = ann.send("DELETE", "/sanctions/" + given.text("/id"), "");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(given.status()).isEqualTo(200);
        assertThat(given.body().get("until").isNull()).isTrue();
        assertThat(ended.status()).isEqualTo(403);
    }

    @Test
    void sanctionsOfTheEscalationAreSeen() {
        Sanction sanction = new Sanction(
                KafkaBroker.unique("escalated"),
                user,
                "",
                SanctionKind.SLOW,
                5_000L,
                Instant.now(),
                Instant.now().plusSeconds(60),
                "",
                "escalation",
                "m");

        DeskSystem.send(Topics.MODERATION_SANCTIONS, sanction.getId(), sanction);

        Await.until(
                () -> ann.get("/sanctions?user=" + user)
                        .text("/sanctions/0/actor")
                        .equals("escalation"),
                Await.DEADLINE,
                "the sanction to be listed");
    }

    @Test
    void leadsLockRoomsAndOpenThem() {
        DeskClient.Answer refused = ann.send("PUT", "/lockdowns/" + room, "{\"durationSeconds\":60}");
        DeskClient.Answer locked = lea.send("PUT", "/lockdowns/" + room, "{\"durationSeconds\":60}");
        boolean listed = lea.get("/lockdowns").body().findValuesAsText("room").contains(room);
        DeskClient.Answer opened = lea.send("DELETE", "/lockdowns/" + room, "");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(locked.text("/actor")).isEqualTo("lea");
        assertThat(listed).isTrue();
        assertThat(opened.status()).isEqualTo(200);
        try (RecordReader<Lockdown> lockdowns = DeskSystem.reader(Topics.MODERATION_LOCKDOWNS)) {
            assertThat(values(lockdowns, room).stream().map(value -> value == null))
                    .containsExactly(false, true);
        }
    }

    @Test
    void aMessageIsTakenBackInThePartitionOfItsAuthor() {
        DeskClient.Answer unknown = ann.post("/messages/retract", "{\"room\":\"" + room + "\",\"messageId\":\"m1\"}");
        DeskClient.Answer done = ann.post(
                "/messages/retract",
                "{\"room\":\"" + room + "\",\"messageId\":\"m1\",\"user\":\"" + user + "\",\"reason\":\"spam\"}");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(done.status()).isEqualTo(200);
        try (RecordReader<Ruling> rulings = DeskSystem.reader(Topics.MODERATION_RULINGS)) {
            assertThat(values(rulings, user)).singleElement().satisfies(ruling -> {
                assertThat(ruling.getAction()).isEqualTo(RulingAction.REMOVE);
                assertThat(ruling.getReview()).isNull();
                assertThat(ruling.getActor()).isEqualTo("ann");
            });
        }
        assertThat(ann.get("/audit?target=m1").body().findValuesAsText("action"))
                .contains("message.retract");
    }

    private static <V> List<V> values(RecordReader<V> reader, String key) {
        List<V> values = new ArrayList<>();
        reader.toTheEnd(Await.DEADLINE).stream()
                .filter(record -> key.equals(record.key()))
                .forEach(record -> values.add(record.value()));
        return values;
    }
}

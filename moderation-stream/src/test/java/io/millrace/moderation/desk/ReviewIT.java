package io.millrace.moderation.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.audit.AuditEvent;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.moderation.Verdict;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReviewIT {

    private final String user = KafkaBroker.unique("user");
    private final String room = KafkaBroker.unique("chat:room");
    private final DeskClient ann = DeskSystem.client("ann");
    private final DeskClient bob = DeskSystem.client("bob");
    private final DeskClient lea = DeskSystem.client("lea");

    @Test
    void ofTwoModeratorsAtOnceOneClaimsAndTheirDecisionReachesTheTopics() {
        String id = KafkaBroker.unique("item");
        arrive(item(id, ReviewKind.HELD).setMessageId("m-" + id).setData(text("is this fine?")));

        List<Integer> claims = both(
                () -> ann.post("/reviews/" + id + "/claim", "").status(),
                () -> bob.post("/reviews/" + id + "/claim", "").status());
        DeskClient winner = claims.get(0) == 200 ? ann : bob;
        DeskClient loser = claims.get(0) == 200 ? bob : ann;
        DeskClient.Answer refused = loser.post("/reviews/" + id + "/resolve", "{\"action\":\"remove\"}");
        DeskClient.Answer resolved =
                winner.post("/reviews/" + id + "/resolve", "{\"action\":\"approve\",\"reason\":\"harmless\"}");

        assertThat(claims).containsExactlyInAnyOrder(200, 409);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("/detail")).startsWith("claimed by ");
        assertThat(resolved.status()).isEqualTo(200);
        assertThat(resolved.text("/state")).isEqualTo("resolved");
        try (RecordReader<Ruling> rulings = DeskSystem.reader(Topics.MODERATION_RULINGS);
                RecordReader<AuditEvent> audit = DeskSystem.reader(Topics.AUDIT_EVENTS)) {
            // It was acknowledged before the answer, so it is there now.
            List<Ruling> mine = rulings.toTheEnd(Await.DEADLINE).stream()
                    .filter(record -> record.key().equals(user))
                    .map(record -> record.value())
                    .toList();
            assertThat(mine).singleElement().satisfies(ruling -> {
                assertThat(ruling.getAction()).isEqualTo(RulingAction.APPROVE);
                assertThat(ruling.getReview()).isEqualTo(id);
                assertThat(ruling.getMessageId()).isEqualTo("m-" + id);
                assertThat(ruling.getRoom()).isEqualTo(room);
                assertThat(ruling.getReason()).isEqualTo("harmless");
            });
            assertThat(audit.toTheEnd(Await.DEADLINE).stream()
                            .filter(record -> id.equals(record.value().getTarget()))
                            .map(record -> record.value().getAction()))
                    .containsExactly("review.claim", "review.resolve");
        }
    }

    @Test
    void repeatedRecordsMakeOneItemAndReportsOfOneMessageAreCounted() {
        String id = KafkaBroker.unique("report");
        ReviewItem.Builder first = item(id + "-a", ReviewKind.REPORT)
                .setMessageId("m-" + id)
                .setReporter("r1")
                .setText("rude");
        arrive(first);
        send(first);
        send(item(id + "-b", ReviewKind.REPORT)
                .setMessageId("m-" + id)
                .setReporter("r2")
                .setText("very rude"));

        DeskClient.Answer detail = Await.value(
                () -> ann.get("/reviews/" + id + "-a"),
                answer -> answer.body().path("reports").asInt() == 2,
                Await.DEADLINE,
                "two reports");

        assertThat(detail.body().path("reportList").findValuesAsText("words")).containsExactly("rude", "very rude");
        assertThat(ann.get("/reviews/" + id + "-b").status()).isEqualTo(404);
        assertThat(ann.get("/reviews?user=" + user).body().path("reviews")).hasSize(1);
    }

    @Test
    void aRemovedMessageThatIsHeldOnceMoreIsDecidedOnceMore() {
        String id = KafkaBroker.unique("again");
        ReviewItem.Builder first = item(id, ReviewKind.HELD).setMessageId("m-" + id);
        arrive(first);
        ann.post("/reviews/" + id + "/resolve", "{\"action\":\"remove\"}");
        // A moderation that crashed holds the same once more, and is told once more.
        send(first.setAt(Instant.now().plusSeconds(1)));
        // Of the same partition, so that the repeat was read before.
        arrive(item(id + "-next", ReviewKind.FLAGGED));
        String repeated = ann.get("/reviews/" + id).text("/state");

        Instant later = Instant.now().plusSeconds(1);
        send(item(id, ReviewKind.HELD)
                .setMessageId("m-" + id)
                .setData(text("another"))
                .setAt(later));
        Await.until(() -> ann.get("/reviews/" + id).text("/state").equals("open"), Await.DEADLINE, "the second");
        decide("m-" + id, later.minusMillis(1), Verdict.DROP);
        String undecided = ann.get("/reviews/" + id).text("/state");
        decide("m-" + id, later.plusMillis(1), Verdict.BOUNCE);

        assertThat(repeated).isEqualTo("resolved");
        try (RecordReader<Ruling> rulings = DeskSystem.reader(Topics.MODERATION_RULINGS)) {
            List<Ruling> mine = rulings
                    .awaitThat(
                            read -> read.stream()
                                            .filter(record -> record.key().equals(user))
                                            .count()
                                    > 1,
                            Await.DEADLINE,
                            "the ruling to be told once more")
                    .stream()
                    .filter(record -> record.key().equals(user))
                    .map(record -> record.value())
                    .toList();
            assertThat(mine).hasSize(2).containsOnly(mine.getFirst());
        }
        assertThat(undecided).as("the decision is about the first").isEqualTo("open");
        assertThat(ann.get("/reviews/" + id).text("/state")).isEqualTo("expired");
    }

    @Test
    void anAppealIsDecidedBySomebodyElse() {
        String id = KafkaBroker.unique("appealed");
        arrive(item(id, ReviewKind.FLAGGED).setMessageId("m-" + id));
        DeskClient.Answer removed = ann.post(
                "/reviews/" + id + "/resolve",
                "{\"action\":\"remove\",\"sanction\":{\"kind\":\"timeout\",\"durationSeconds\":600}}");
        assertThat(removed.status()).isEqualTo(200);
        String sanction = ann.get("/reviews/" + id).body().at("/sanctions/0/id").asText();
        arrive(item(id + "-appeal", ReviewKind.APPEAL).setMessageId("m-" + id).setSanction(sanction));

        DeskClient.Answer own = ann.post("/reviews/" + id + "-appeal/resolve", "{\"action\":\"pardon\"}");
        DeskClient.Answer other = bob.post("/reviews/" + id + "-appeal/resolve", "{\"action\":\"pardon\"}");

        assertThat(own.status()).isEqualTo(409);
        assertThat(own.text("/detail")).contains("somebody else");
        assertThat(other.status()).isEqualTo(200);
        assertThat(ann.get("/reviews/" + id).body().at("/sanctions/0/active").asBoolean())
                .isFalse();
        try (RecordReader<Ruling> rulings = DeskSystem.reader(Topics.MODERATION_RULINGS);
                var sanctions = DeskSystem.reader(Topics.MODERATION_SANCTIONS)) {
            assertThat(rulings.toTheEnd(Await.DEADLINE).stream()
                            .filter(record -> record.key().equals(user))
                            .map(record -> record.value().getAction()))
                    .containsExactly(RulingAction.REMOVE, RulingAction.PARDON);
            assertThat(sanctions.toTheEnd(Await.DEADLINE).stream()
                            .filter(record -> record.key().equals(sanction))
                            .map(record -> record.value() == null))
                    .as("given, then ended")
                    .containsExactly(false, true);
        }
    }

    @Test
    void moderatorsWhoAskAtTheSameMomentGetDifferentItems() {
        String id = KafkaBroker.unique("crowd");
        for (int i = 0; i < 8; i++) {
            arrive(item(id + "-" + i, ReviewKind.FLAGGED));
        }
        String filter = "{\"room\":\"" + room + "\"}";

        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.addAll(both(
                    () -> ann.post("/reviews/next", filter).status(),
                    () -> bob.post("/reviews/next", filter).status()));
        }

        assertThat(answers).hasSize(8).containsOnly(200);
        assertThat(lea.post("/reviews/next", filter).status()).isEqualTo(204);
    }

    @Test
    void nextWalksThroughTheQueueOldestFirst() {
        String id = KafkaBroker.unique("walk");
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        arrive(item(id + "-2", ReviewKind.FLAGGED).setAt(at));
        arrive(item(id + "-1", ReviewKind.FLAGGED).setAt(at.minusSeconds(5)));
        String filter = "\"room\":\"" + room + "\"";

        DeskClient.Answer first = ann.post("/reviews/next", "{" + filter + "}");
        DeskClient.Answer second = bob.post("/reviews/next", "{" + filter + "}");
        DeskClient.Answer none = lea.post("/reviews/next", "{" + filter + "}");
        DeskClient.Answer released = ann.post("/reviews/" + id + "-1/release", "");
        DeskClient.Answer behind =
                ann.post("/reviews/next", "{" + filter + ",\"after\":\"" + first.text("/cursor") + "\"}");

        assertThat(first.text("/id")).isEqualTo(id + "-1");
        assertThat(second.text("/id")).isEqualTo(id + "-2");
        assertThat(none.status()).isEqualTo(204);
        assertThat(released.text("/state")).isEqualTo("open");
        assertThat(behind.status()).isEqualTo(204);
    }

    @Test
    void leadsDecideManyAtOnceAndModeratorsDoNot() {
        String id = KafkaBroker.unique("raid");
        for (int i = 0; i < 5; i++) {
            arrive(item(id + i, ReviewKind.FLAGGED).setMessageId("m-" + id + i));
        }
        String body = "{\"filter\":{\"room\":\"" + room + "\"},\"action\":\"remove\"}";

        DeskClient.Answer refused = ann.post("/reviews/bulk", body);
        DeskClient.Answer done = lea.post("/reviews/bulk", body);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(done.body().path("matched").asInt()).isEqualTo(5);
        assertThat(done.body().path("done").asInt()).isEqualTo(5);
        assertThat(lea.get("/reviews?room=" + room).body().path("reviews")).isEmpty();
    }

    @Test
    void problemsNameFieldLimitAndValue() {
        DeskClient.Answer limit = ann.get("/reviews?limit=1000");
        DeskClient.Answer stranger = new DeskClient(DeskSystem.shared().port(), "").get("/reviews");
        DeskClient.Answer unknown = ann.post("/reviews/none/resolve", "{\"action\":\"explode\"}");

        assertThat(limit.status()).isEqualTo(400);
        assertThat(limit.response().headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(limit.text("/field")).isEqualTo("limit");
        assertThat(limit.text("/limit")).isEqualTo("a whole number from 1 to 200");
        assertThat(limit.text("/value")).isEqualTo("1000");
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.response().headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(unknown.text("/value")).isEqualTo("explode");
    }

    private ReviewItem.Builder item(String id, ReviewKind kind) {
        return ReviewItem.newBuilder()
                .setId(id)
                .setKind(kind)
                .setRoom(room)
                .setUser(user)
                .setFormat(PayloadFormat.JSON)
                .setAt(Instant.now());
    }

    private void send(ReviewItem.Builder item) {
        DeskSystem.send(Topics.MODERATION_REVIEW, user, item.build());
    }

    private void decide(String message, Instant at, Verdict verdict) {
        ModerationDecision decision = ModerationDecision.newBuilder()
                .setMessageId(message)
                .setRoom(room)
                .setUser(user)
                .setClient("")
                .setVerdict(verdict)
                .setStage(Stage.DEADLINE)
                .setReasons(List.of())
                .setPolicyVersion("p")
                .setSubmittedAt(at)
                .setDecidedAt(at)
                .build();
        int before = decisions(message);
        DeskSystem.send(Topics.MODERATION_DECISIONS, user, decision);
        Await.until(() -> decisions(message) > before, Await.DEADLINE, "the decision");
    }

    private int decisions(String message) {
        return ann.get("/decisions?room=" + room + "&message=" + message)
                .body()
                .path("decisions")
                .size();
    }

    private void arrive(ReviewItem.Builder item) {
        send(item);
        Await.until(
                () -> ann.get("/reviews/" + item.getId()).status() == 200, Await.DEADLINE, item.getId() + " to arrive");
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(("{\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static <T> List<T> both(java.util.function.Supplier<T> one, java.util.function.Supplier<T> other) {
        CompletableFuture<T> first = CompletableFuture.supplyAsync(one);
        CompletableFuture<T> second = CompletableFuture.supplyAsync(other);
        return List.of(first.join(), second.join());
    }
}

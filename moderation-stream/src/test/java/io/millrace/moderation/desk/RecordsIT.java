package io.millrace.moderation.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Reason;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.moderation.Verdict;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.topic.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RecordsIT {

    private final String user = KafkaBroker.unique("judged");
    private final String room = KafkaBroker.unique("chat:judged");
    private final DeskClient ann = DeskSystem.client("ann");

    @Test
    void verdictsWithAReasonAreKeptOnceAndPlainOnesAreNot() {
        ModerationDecision flagged = decision("m1", Verdict.ALLOW, Stage.RULES, reason("caps", false));
        send(decision("plain", Verdict.ALLOW, Stage.RULES));
        send(flagged);
        send(flagged);
        send(decision("m2", Verdict.BOUNCE, Stage.RULES, reason("link", false)));

        DeskClient.Answer answer = await("/decisions?user=" + user, 2);

        assertThat(answer.body().findValuesAsText("messageId")).containsExactly("m2", "m1");
        assertThat(ann.get("/decisions?room=" + room + "&message=m1").text("/decisions/0/reasons/0/rule"))
                .isEqualTo("caps");
        DeskClient.Answer first = ann.get("/decisions?limit=1&user=" + user);
        DeskClient.Answer second = ann.get("/decisions?limit=1&user=" + user + "&cursor=" + first.text("/next"));
        assertThat(second.text("/decisions/0/messageId")).isEqualTo("m1");
    }

    @Test
    void aMessageHasVerdictsOfItsOwnInEachRoom() {
        send(decision("m1", Verdict.BOUNCE, Stage.RULES, reason("caps", false)));
        ModerationDecision elsewhere = decision("m1", Verdict.BOUNCE, Stage.RULES, reason("link", false));
        elsewhere.setRoom(room + "-2");
        send(elsewhere);

        DeskClient.Answer answer = await("/decisions?user=" + user, 2);

        assertThat(answer.body().findValuesAsText("room")).containsExactlyInAnyOrder(room, room + "-2");
    }

    @Test
    void aRuleOnTrialIsComparedWithVerdictsAndPeople() {
        String rule = KafkaBroker.unique("trial");
        send(decision("t1", Verdict.ALLOW, Stage.RULES, reason(rule, true)));
        send(decision("t2", Verdict.ALLOW, Stage.RULES, reason(rule, true)));
        send(decision("t3", Verdict.BOUNCE, Stage.RULES, reason("link", false), reason(rule, true)));
        await("/decisions?user=" + user, 3);
        String item = KafkaBroker.unique("item");
        DeskSystem.send(
                Topics.MODERATION_REVIEW,
                user,
                ReviewItem.newBuilder()
                        .setId(item)
                        .setKind(ReviewKind.FLAGGED)
                        .setMessageId("t1")
                        .setRoom(room)
                        .setUser(user)
                        .setFormat(PayloadFormat.JSON)
                        .setAt(Instant.now())
                        .build());
        Await.until(() -> ann.get("/reviews/" + item).status() == 200, Await.DEADLINE, "item to arrive");
        ann.post("/reviews/" + item + "/resolve", "{\"action\":\"approve\"}");

        JsonNode trials = ann.get("/trials?rule=" + rule).body().path("trials");

        assertThat(trials).hasSize(2);
        assertThat(trials.get(0).path("verdict").asText()).isEqualTo("allow");
        assertThat(trials.get(0).path("messages").asInt()).isEqualTo(2);
        assertThat(trials.get(0).path("approvedByPeople").asInt()).isEqualTo(1);
        assertThat(trials.get(0).path("removedByPeople").asInt()).isZero();
        assertThat(trials.get(1).path("verdict").asText()).isEqualTo("bounce");
        assertThat(trials.get(1).path("messages").asInt()).isEqualTo(1);
    }

    @Test
    void aHeldMessageThatItsDeadlineDecidedIsNobodysAnyMore() {
        String item = KafkaBroker.unique("late");
        DeskSystem.send(
                Topics.MODERATION_REVIEW,
                user,
                ReviewItem.newBuilder()
                        .setId(item)
                        .setKind(ReviewKind.HELD)
                        .setMessageId("h1")
                        .setRoom(room)
                        .setUser(user)
                        .setFormat(PayloadFormat.JSON)
                        .setAt(Instant.now())
                        .build());
        Await.until(() -> ann.get("/reviews/" + item).status() == 200, Await.DEADLINE, "item to arrive");

        send(decision("h1", Verdict.DROP, Stage.DEADLINE));

        Await.until(
                () -> ann.get("/reviews/" + item).text("/state").equals("expired"), Await.DEADLINE, "item to expire");
        assertThat(ann.post("/reviews/" + item + "/claim", "").status()).isEqualTo(409);
    }

    @Test
    void aModelThatIsTriedOutIsComparedByLabel() {
        String candidate = KafkaBroker.unique("candidate");
        scored(candidate, 0.9, 0.2);
        scored(candidate, 0.8, 0.7);

        JsonNode spam = Await.value(
                () -> comparison(candidate),
                found -> found.path("messages").asInt() == 2,
                Await.DEADLINE,
                "two scored messages");

        assertThat(spam.path("label").asText()).isEqualTo("spam");
        assertThat(spam.path("disagreements").asInt()).isEqualTo(1);
        assertThat(spam.path("meanDifference").asDouble()).isCloseTo(0.4, offset(1e-9));
    }

    private JsonNode comparison(String candidate) {
        for (JsonNode node : ann.get("/model/comparison").body().path("comparisons")) {
            if (node.path("candidate").asText().equals(candidate)) {
                return node;
            }
        }
        return MissingNode.getInstance();
    }

    private void scored(String candidate, double active, double tried) {
        ModelScores scores = ModelScores.newBuilder()
                .setMessageId(KafkaBroker.unique("scored"))
                .setRoom(room)
                .setUser(user)
                .setClient("c")
                .setHeld(false)
                .setScores(Map.of("spam", active))
                .setModel("active")
                .setCandidate(Map.of("spam", tried, "unknown", 1.0))
                .setCandidateModel(candidate)
                .setSubmittedAt(Instant.now())
                .setScoredAt(Instant.now())
                .build();
        DeskSystem.send(Topics.MODERATION_SCORES, user, scores);
    }

    @Test
    void pathsThatAreNoRoutesAreProblemsToo() {
        DeskClient.Answer answer = ann.get("/nothing");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("/detail")).isEqualTo("there is no such path");
    }

    private DeskClient.Answer await(String path, int count) {
        return Await.value(
                () -> ann.get(path),
                answer -> answer.body().path("decisions").size() == count,
                Await.DEADLINE,
                count + " decisions");
    }

    private void send(ModerationDecision decision) {
        DeskSystem.send(Topics.MODERATION_DECISIONS, user, decision);
    }

    private static Reason reason(String rule, boolean trial) {
        return Reason.newBuilder()
                .setRule(rule)
                .setLabel("label")
                .setAction("flag")
                .setTrial(trial)
                .build();
    }

    private ModerationDecision decision(String message, Verdict verdict, Stage stage, Reason... reasons) {
        return ModerationDecision.newBuilder()
                .setMessageId(message)
                .setRoom(room)
                .setUser(user)
                .setClient("c")
                .setVerdict(verdict)
                .setStage(stage)
                .setReasons(List.of(reasons))
                .setPolicyVersion("p")
                .setSubmittedAt(Instant.now())
                .setDecidedAt(Instant.now())
                .build();
    }
}

package io.millrace.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Verdict;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class BrokenPolicyIT {

    private final String namespace = KafkaBroker.unique("broken");
    private final String room = namespace + ":room";
    private final String key = "policy/room/" + room;
    private final String user = KafkaBroker.unique("user");
    private final long now = System.currentTimeMillis();
    private LaunchedService moderation = LocalSystem.launch();
    private final RecordReader<ModerationDecision> decisions = LocalSystem.reader(Topics.MODERATION_DECISIONS);
    private int submitted;

    @AfterEach
    void close() {
        LocalSystem.publish(key, "{}");
        moderation.close();
        decisions.close();
    }

    @Test
    void brokenPolicyChangesNothingUntilAGoodOneRepairsItAndAStartIsNotOpen() throws Exception {
        LocalSystem.publish("policy/namespace/" + namespace, forbidding("shoot"));
        LocalSystem.publish(key, forbidding("heck"));
        awaitVerdict("what the heck", Verdict.BOUNCE);

        LocalSystem.publish(key, "no JSON {");
        Await.until(() -> health().contains("with problems: " + key), Await.DEADLINE, "the problem to be told");
        assertThat(verdict("what the heck")).isEqualTo(Verdict.BOUNCE);
        LocalSystem.publish(key, "{\"patterns\": 7, \"hold\": {\"most\": \"plenty\"}}");
        Await.until(() -> health().contains("/hold/most"), Await.DEADLINE, "the other problem to be told");
        assertThat(verdict("what the heck")).isEqualTo(Verdict.BOUNCE);
        LocalSystem.KAFKA.send(Topics.MODERATION_POLICY.name(), key, "no Avro at all".getBytes(StandardCharsets.UTF_8));
        Await.until(() -> health().contains("cannot be read: " + key), Await.DEADLINE, "the record to be told");
        assertThat(verdict("what the heck")).isEqualTo(Verdict.BOUNCE);

        moderation.close();
        moderation = LocalSystem.launch();
        assertThat(health()).contains("with problems: " + key);
        assertThat(verdict("shoot")).as("the levels above apply").isEqualTo(Verdict.BOUNCE);
        assertThat(verdict("badword")).as("the configuration applies").isEqualTo(Verdict.BOUNCE);

        LocalSystem.publish(key, forbidding("heck"));
        awaitVerdict("what the heck", Verdict.BOUNCE);
        assertThat(health()).doesNotContain(key);
    }

    private static String forbidding(String word) {
        return "{\"patterns\": [{\"name\": \"" + word + "\", \"pattern\": \"" + word + "\"}]}";
    }

    private void awaitVerdict(String text, Verdict expected) {
        Await.until(() -> verdict(text) == expected, Await.DEADLINE, "the policy to apply");
    }

    private Verdict verdict(String text) {
        String id = "m" + submitted;
        LocalSystem.submit(LocalSystem.message(id, user, room, text), now + submitted++ * 100L);
        return LocalSystem.await(decisions, user, submitted).stream()
                .filter(decision -> decision.value().getMessageId().equals(id))
                .findFirst()
                .orElseThrow()
                .value()
                .getVerdict();
    }

    private String health() {
        return LocalSystem.get(moderation.port(), "/health");
    }
}

package io.millrace.moderation.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.modelkit.GeneratedModel;
import io.millrace.modelkit.Shape;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.schema.moderation.ModelScores;
import io.millrace.testkit.Await;
import io.millrace.testkit.TestRun;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.topic.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ScorerIT {

    private static final Path MODEL = TestRun.newFolder("model");
    private static final Path CANDIDATE = TestRun.newFolder("candidate");
    private static LaunchedService scorer;

    private final String user = KafkaBroker.unique("user");
    private final long now = System.currentTimeMillis();

    @BeforeAll
    static void launch() {
        GeneratedModel.of(Shape.TINY).write(MODEL);
        GeneratedModel.of(Shape.TINY).withSeed(99).write(CANDIDATE);
        scorer = Scorer.launch(Config.of(Map.of(), Map.of())
                .with(ScorerSystem.settings(Map.of(
                        "moderation.scorer.model", MODEL.toString(),
                        "moderation.scorer.candidate", CANDIDATE.toString()))));
        Await.until(() -> scorer.ready().up(), Await.DEADLINE, "scorer to be ready");
    }

    @AfterAll
    static void close() {
        scorer.close();
    }

    @Test
    void everyRequestIsAnsweredUnderItsKeyInItsPartition() {
        List<RecordMetadata> asked = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            asked.add(ScorerSystem.ask(Requests.of("m" + i, user + i % 7, "hello number " + i), now));
        }

        try (var answers = ScorerSystem.answers()) {
            for (int i = 0; i < 100; i++) {
                ConsumerRecord<String, ModelScores> answer = ScorerSystem.await(answers, user + i % 7, "m" + i);
                assertThat(answer.partition()).isEqualTo(asked.get(i).partition());
                assertThat(answer.value().getError()).isNull();
                assertThat(answer.value().getScores())
                        .containsOnlyKeys("insult", "threat", "spam", "sexual", "profanity");
                assertThat(answer.value().getModel()).startsWith("generated-");
                assertThat(answer.value().getCandidate()).hasSize(5);
                assertThat(answer.value().getCandidateModel()).startsWith("generated-99-");
            }
        }
    }

    @Test
    void lateAndOldRequestsAreAnsweredWithoutScores() {
        ScorerSystem.ask(Requests.of("late", user, "hello").setDeadline(Instant.ofEpochMilli(now - 1)), now);
        ScorerSystem.ask(Requests.of("old", user, "hello"), now - 60_000);
        ScorerSystem.ask(Requests.of("urgent", user, "hello").setPriority(true), now - 60_000);

        try (var answers = ScorerSystem.answers()) {
            assertThat(ScorerSystem.await(answers, user, "late").value().getError())
                    .isEqualTo("late");
            assertThat(ScorerSystem.await(answers, user, "old").value().getError())
                    .isEqualTo("overload");
            assertThat(ScorerSystem.await(answers, user, "urgent").value().getError())
                    .isNull();
        }
    }

    @Test
    void poisonGoesToTheDeadLettersAndThePartitionGoesOn() {
        byte[] poison = "no Avro at all".getBytes(StandardCharsets.UTF_8);
        ScorerSystem.KAFKA.send(Topics.MODERATION_SCORE_REQUESTS.name(), user, poison);
        ScorerSystem.ask(Requests.of("m1", user, "hello"), now);

        try (var answers = ScorerSystem.answers();
                var letters = ScorerSystem.KAFKA.reader(Topics.MODERATION_SCORE_REQUESTS.deadLetters())) {
            assertThat(ScorerSystem.await(answers, user, "m1").value().getError())
                    .isNull();
            var letter = letters.awaitRecord(record -> user.equals(record.key()), Await.DEADLINE, "dead letter");
            assertThat(letter.value()).isEqualTo(poison);
            assertThat(letter.headers().lastHeader("millrace.dlq.component").value())
                    .isEqualTo("moderation-scorer".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void otherFilesAreTakenAndDamagedOnesAreNot() throws IOException {
        GeneratedModel.of(Shape.TINY).withSeed(7).write(MODEL);
        Await.until(() -> health().contains("generated-7-"), Await.DEADLINE, "the other model");
        ScorerSystem.ask(Requests.of("m1", user, "hello"), now);

        Files.writeString(MODEL.resolve("model.onnx"), "no network at all");
        Await.until(() -> health().contains("model.onnx cannot be loaded"), Await.DEADLINE, "the refusal");
        ScorerSystem.ask(Requests.of("m2", user, "hello"), now);

        try (var answers = ScorerSystem.answers()) {
            for (String message : List.of("m1", "m2")) {
                assertThat(ScorerSystem.await(answers, user, message).value().getModel())
                        .startsWith("generated-7-");
            }
        }
        assertThat(scorer.ready().up()).isTrue();
        assertThat(ScorerSystem.get(scorer.port(), "/metrics").body())
                .containsPattern("millrace_moderation_scorer_reload_failures_total\\{.*model=\"active\".*} [1-9]");
    }

    @Test
    void healthAndMetricsAreServed() {
        ScorerSystem.ask(Requests.of("m1", user, "hello"), now);
        try (var answers = ScorerSystem.answers()) {
            var _ = ScorerSystem.await(answers, user, "m1");
        }

        assertThat(ScorerSystem.get(scorer.port(), "/health/ready").statusCode())
                .isEqualTo(200);
        assertThat(health()).contains("sha256", "p99", "breaker closed", "candidate", "requests");
        assertThat(ScorerSystem.get(scorer.port(), "/metrics").body())
                .containsPattern("millrace_moderation_scorer_answers_total\\{.*error=\"none\".*} [1-9]")
                .containsPattern("millrace_moderation_scorer_model_up\\{.*model=\"active\".*} 1")
                .containsPattern("millrace_moderation_scorer_candidate_compared_total\\{.*label=\"insult\".*} [1-9]")
                .containsPattern("millrace_moderation_scorer_scores_total\\{.*label=\"insult\".*} [1-9]")
                .contains("millrace_moderation_scorer_run_seconds_bucket")
                .contains("millrace_moderation_scorer_age_seconds_bucket");
    }

    private static String health() {
        return ScorerSystem.get(scorer.port(), "/health/ready").body();
    }
}

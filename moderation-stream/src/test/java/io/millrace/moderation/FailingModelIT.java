package io.millrace.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.modelkit.GeneratedModel;
import io.millrace.modelkit.Shape;
import io.millrace.moderation.scorer.Scorer;
import io.millrace.runtime.config.Config;
import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.moderation.ModelScores;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.Verdict;
import io.millrace.testkit.Await;
import io.millrace.testkit.TestRun;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A real network that answers what is no number, is damaged, is too slow, is replaced and is gone, while
/// messages wait for its scores: in one room none may pass without, in the other none may be lost.
@Timeout(120)
class FailingModelIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /// A tenth of a second for a long text, a few milliseconds for a short one.
    private static final Shape SLOW = new Shape(8, 256, 4, 200, 512);

    private static final String LONG = "all work and no play makes a dull day ".repeat(60);
    private static final String UNBEARABLE = "kill the lights";

    private final String namespace = KafkaBroker.unique("failing");
    private final String strict = namespace + ":strict";
    private final String open = namespace + ":open";
    private final Path model = TestRun.newFolder("failing-model");
    private final List<String> said = new ArrayList<>();
    private final long start = System.currentTimeMillis();
    private int governed;
    private LaunchedService moderation;
    private LaunchedService scorer;
    private RecordReader<ModerationDecision> decisions;
    private RecordReader<ModelScores> scores;
    private RecordReader<RoomCommand> commands;

    @BeforeEach
    void launch() {
        GeneratedModel.of(Shape.TINY).withNaN("kill").write(model);
        moderation = LocalSystem.launch();
        scorer = Scorer.launch(Config.of(Map.of(), Map.of()).with(settings()));
        Await.until(() -> scorer.ready().up(), PATIENCE, "scorer to be ready");
        decisions = LocalSystem.reader(Topics.MODERATION_DECISIONS);
        scores = LocalSystem.reader(Topics.MODERATION_SCORES);
        commands = LocalSystem.reader(Topics.ROOM_COMMANDS);
        govern(strict, "block");
        govern(open, "open");
    }

    @AfterEach
    void close() {
        LocalSystem.publish("policy/room/" + strict, "{}");
        LocalSystem.publish("policy/room/" + open, "{}");
        scorer.close();
        moderation.close();
        decisions.close();
        scores.close();
        commands.close();
    }

    @Test
    void nothingPassesUnscoredWhereItMustNotAndNothingIsLostWhereItMay() throws IOException {
        awaitScored("generated-1-");
        governed = said.size();
        sayAll(UNBEARABLE, "hello", UNBEARABLE, UNBEARABLE);
        awaitScored("generated-1-");

        Files.writeString(model.resolve("model.onnx"), "no network at all");
        sayUntil("model.onnx cannot be loaded");
        awaitScored("generated-1-");

        GeneratedModel.of(SLOW).withSeed(2).write(model);
        sayUntil("generated-2-");
        sayAll(LONG, LONG, LONG, LONG, LONG, LONG, "hello");

        GeneratedModel.of(Shape.TINY).withSeed(3).write(model);
        awaitScored("generated-3-");

        scorer.close();
        assertThat(say(strict, "hello").getVerdict()).isEqualTo(Verdict.BOUNCE);
        assertThat(say(open, "hello").getModel()).isEqualTo("absent");

        Set<String> errors = new HashSet<>();
        Set<String> scored = new HashSet<>();
        for (var answer : scores.toTheEnd(PATIENCE)) {
            if (answer.value().getRoom().startsWith(namespace)) {
                String error = answer.value().getError();
                boolean _ = error == null ? scored.add(answer.value().getMessageId()) : errors.add(error);
            }
        }
        commands.toTheEnd(PATIENCE);
        assertThat(errors).contains("failed", "late", "absent");
        assertThat(published(open)).as("in order").containsExactlyElementsOf(ids(open));
        assertThat(published(strict))
                .as("in order")
                .containsExactlyElementsOf(
                        ids(strict).stream().filter(this::isAllowed).toList());
        assertThat(scored).containsAll(published(strict));
        assertThat(published(strict)).hasSizeLessThan(ids(strict).size());
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(LocalSystem.settings());
        settings.keySet().removeIf(key -> key.startsWith("moderation.") || key.equals("kafka.state-directory"));
        settings.putAll(Map.of(
                "moderation.scorer.ops.port", "0",
                "moderation.scorer.model", model.toString(),
                "moderation.scorer.cache", TestRun.newFolder("scorer-cache").toString(),
                "moderation.scorer.reload-interval", "100ms",
                "moderation.scorer.max-tokens", "512",
                "moderation.scorer.batch-size", "2",
                "moderation.scorer.timeout", "40ms"));
        return settings;
    }

    private void govern(String room, String whenDown) {
        LocalSystem.publish(
                "policy/room/" + room,
                "{\"scorer\": {\"mode\": \"hold\", \"deadline\": \"2s\", \"on-model-down\": \"" + whenDown + "\"}}");
    }

    /// Says things until both rooms get scores of a model.
    private void awaitScored(String version) {
        for (String room : List.of(strict, open)) {
            Await.until(
                    () -> {
                        ModerationDecision decision = say(room, "hello");
                        String by = decision.getModel();
                        return decision.getVerdict() == Verdict.ALLOW && by != null && by.startsWith(version);
                    },
                    PATIENCE,
                    "scores of " + version);
        }
    }

    private void sayAll(String... texts) {
        for (String text : texts) {
            say(strict, text);
            say(open, text);
        }
    }

    /// Says things until the scorer tells of something.
    private void sayUntil(String told) {
        Await.until(
                () -> {
                    sayAll("hello");
                    return LocalSystem.get(scorer.port(), "/health/ready").contains(told);
                },
                PATIENCE,
                "the scorer to tell: " + told);
    }

    /// Says something and waits for what becomes of it.
    private ModerationDecision say(String room, String text) {
        String id = room.substring(room.indexOf(':') + 1) + '-' + said.size() + '-' + namespace;
        said.add(id);
        String user = "user-of-" + room;
        LocalSystem.submit(LocalSystem.message(id, user, room, text), start + said.size() * 50L);
        ModerationDecision decision = decisions
                .awaitRecord(
                        record -> id.equals(record.value().getMessageId())
                                && record.value().getVerdict() != Verdict.HOLD,
                        PATIENCE,
                        "what becomes of " + id)
                .value();
        if (decision.getVerdict() != Verdict.ALLOW) {
            assertThat(decision.getVerdict()).isEqualTo(Verdict.BOUNCE);
            assertThat(decision.getErrorCode()).isEqualTo(404);
        }
        return decision;
    }

    /// What was said since the policies applied.
    private List<String> ids(String room) {
        String own = room.substring(room.indexOf(':') + 1) + '-';
        return said.subList(governed, said.size()).stream()
                .filter(id -> id.startsWith(own))
                .toList();
    }

    private boolean isAllowed(String id) {
        return decisions.records().stream()
                .map(record -> record.value())
                .anyMatch(decision -> id.equals(decision.getMessageId()) && decision.getVerdict() == Verdict.ALLOW);
    }

    private List<String> published(String room) {
        return commands.records().stream()
                .filter(command -> room.equals(command.key()))
                .map(command -> command.value().getPublish().getMessageId())
                .filter(ids(room)::contains)
                .distinct()
                .toList();
    }
}

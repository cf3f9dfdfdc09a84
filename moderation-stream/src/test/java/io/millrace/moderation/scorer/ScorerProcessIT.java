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
import io.millrace.testkit.kafka.RecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ScorerProcessIT {

    private static final int REQUESTS = 600;

    private final String user = KafkaBroker.unique("user");
    private final long now = System.currentTimeMillis();
    private final Path folder = TestRun.newFolder("scorer");

    @Test
    void killedScorerLeavesNoRequestWithoutAnswer() throws Exception {
        GeneratedModel.of(Shape.TINY).write(folder.resolve("model"));
        Process first = start();
        try (var answers = ScorerSystem.answers()) {
            for (int i = 0; i < REQUESTS; i++) {
                ScorerSystem.ask(Requests.of("m" + i, user + i % 5, "hello " + i), now);
            }
            answers.awaitThat(records -> mine(records).size() > 50, Await.DEADLINE, "some answers");

            first.destroyForcibly().waitFor();
            int before = mine(answers.toTheEnd(Await.DEADLINE)).size();
            Process second = start();

            answers.awaitThat(records -> mine(records).size() == REQUESTS, Await.DEADLINE, "all answers");
            assertThat(before).isLessThan(REQUESTS);
            assertThat(answers.records().stream().filter(record -> record.key().startsWith(user)))
                    .allSatisfy(record -> assertThat(record.value().getError()).isNull());
            second.destroy();
            assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    void withoutModelEveryRequestIsAnsweredAbsent() {
        try (LaunchedService scorer = Scorer.launch(Config.of(Map.of(), Map.of())
                        .with(ScorerSystem.settings(Map.of(
                                "moderation.scorer.model",
                                folder.resolve("none").toString()))));
                var answers = openAnswers(scorer)) {
            ScorerSystem.ask(Requests.of("m1", user, "hello"), now);

            ModelScores answer = ScorerSystem.await(answers, user, "m1").value();

            assertThat(answer.getError()).isEqualTo("absent");
            assertThat(answer.getModel()).isEqualTo("absent");
            assertThat(scorer.ready().detail()).startsWith("model: no model: model.onnx cannot be found");
        }
    }

    private static RecordReader<ModelScores> openAnswers(LaunchedService scorer) {
        Await.until(
                () -> ScorerSystem.get(scorer.port(), "/health/ready").body().contains("waiting for requests"),
                Await.DEADLINE,
                "scorer to read");
        return ScorerSystem.answers();
    }

    private Set<String> mine(List<ConsumerRecord<String, ModelScores>> records) {
        return records.stream()
                .filter(record -> record.key().startsWith(user))
                .map(record -> record.value().getMessageId())
                .collect(Collectors.toSet());
    }

    /// A process that scores one text at a time, so that there is time to kill it.
    private Process start() throws IOException {
        // What the killed one unpacked goes with the folder.
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-Djava.io.tmpdir=" + temporary,
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("scorer.log").toFile()));
        ScorerSystem.settings(Map.of(
                        "moderation.scorer.model", folder.resolve("model").toString(),
                        "moderation.scorer.concurrency", "1",
                        "moderation.scorer.batch-size", "1"))
                .forEach((key, value) -> builder.environment()
                        .put(
                                "MILLRACE_"
                                        + key.toUpperCase(Locale.ROOT)
                                                .replace('.', '_')
                                                .replace('-', '_'),
                                value));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        builder.environment()
                .put(ParentWatch.VARIABLE, Long.toString(ProcessHandle.current().pid()));
        return TestRun.closeAtEnd(new Child(builder.start())).process;
    }

    private record Child(Process process) implements AutoCloseable {

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}

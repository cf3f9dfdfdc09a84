package io.millrace.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The larger model beside the stack: a process of its own whose end the chat survives.
class ScorerIT {

    private static final Duration RESTARTED_WITHIN = Duration.ofSeconds(60);

    @Test
    void messagesAreScoredAndAKilledScorerComesBackWhileTheChatGoesOn(@TempDir Path folder) throws Exception {
        Path model = generated(folder.resolve("model"));
        Map<String, String> environment = Map.of(
                "AI_MODEL_PATH", model.toString(),
                "MILLRACE_MODERATION_SCORER_MODE", "hold",
                "MILLRACE_MODERATION_SCORER_DEADLINE", "1s");
        try (RunningStack stack = RunningStack.start(List.of("--ephemeral", "--port", "0"), environment);
                RecordReader<byte[]> scores =
                        KafkaBroker.at(stack.bootstrapServers()).reader("moderation.scores");
                JavaMember member = JavaMember.join(stack.webSocket(0), "chat:scored", "")) {
            assertThat(stack.output()).contains("scorer is ready");
            member.publish("{\"text\":\"hello\"}");
            scores.await(1, Await.DEADLINE);
            ProcessHandle first = scorer(stack).findFirst().orElseThrow();

            first.destroyForcibly();
            member.publish("{\"text\":\"is anybody here?\"}");

            Await.until(() -> member.heard().size() == 2, Await.DEADLINE, "both messages in the room");
            Await.until(
                    () -> scorer(stack).anyMatch(process -> process.pid() != first.pid()),
                    Await.DEADLINE,
                    "another scorer");
            scores.await(2, RESTARTED_WITHIN);
        }
    }

    private static Path generated(Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Path.of("..", "modelkit", "target", "modelkit.jar").toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return folder;
    }

    private static Stream<ProcessHandle> scorer(RunningStack stack) {
        return stack.process()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("io.millrace.moderation.scorer.Main"));
    }
}

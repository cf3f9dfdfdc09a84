package io.millrace.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.centrifugal.centrifuge.HistoryOptions;
import io.github.centrifugal.centrifuge.HistoryResult;
import io.github.centrifugal.centrifuge.ResultCallback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first command of the README: what it keeps, what it says, what it leaves behind.
class LauncherIT {

    private static final String ROOM = "chat:kept";

    @Test
    void secondStartOnTheSameDataHasTheHistory(@TempDir Path data) throws Exception {
        List<String> options = List.of("--port", "0", "--data", data.toString());
        try (RunningStack first = RunningStack.start(options, Map.of())) {
            publish(first, "before a clean stop");
        }
        RunningStack second = RunningStack.start(options, Map.of());
        assertThat(history(second)).containsExactly("before a clean stop");
        publish(second, "before a crash");

        // Its children outlive it; the next start stops or adopts them.
        second.process().destroyForcibly();
        assertThat(second.process().onExit().get(10, TimeUnit.SECONDS).isAlive())
                .isFalse();
        try (RunningStack third = RunningStack.start(options, Map.of())) {
            assertThat(history(third)).containsExactly("before a clean stop", "before a crash");
            publish(third, "after it");
            assertThat(history(third)).containsExactly("before a clean stop", "before a crash", "after it");
        }
        assertThat(processesThatMention(data)).isEmpty();
    }

    @Test
    void takenPortIsOneClearSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> options = List.of("--ephemeral", "--port", Integer.toString(taken.getLocalPort()));

            assertThatThrownBy(() -> RunningStack.start(options, Map.of()))
                    .hasMessageContaining("ended with 3")
                    .hasMessageContaining("port " + taken.getLocalPort() + " is taken");
        }
    }

    @Test
    void wrongOptionsAreExplained() {
        assertThatThrownBy(() -> RunningStack.start(List.of("--edges", "0"), Map.of()))
                .hasMessageContaining("ended with 2")
                .hasMessageContaining("--edges must be 1 to 16, is 0");
    }

    @Test
    void mistakesInTheConfigurationAreToldAllAtOnce(@TempDir Path data) {
        Map<String, String> environment = Map.of(
                "MILLRACE_EDGE_TIMING_PING", "soon",
                "MILLRACE_EDGE_LIMITS_SUBSCRIPTIONS", "0",
                "MILLRACE_KAFKA_STREAM_THREADS", "many");

        assertThatThrownBy(() -> RunningStack.start(List.of("--ephemeral", "--port", "0"), environment))
                .hasMessageContaining("ended with 2")
                .hasMessageContaining("edge.timing.ping")
                .hasMessageContaining("edge.limits.subscriptions")
                .hasMessageContaining("kafka.stream-threads");
    }

    private static void publish(RunningStack stack, String text) throws Exception {
        try (JavaMember member = JavaMember.join(stack.webSocket(0), ROOM, "")) {
            member.publish("{\"text\":\"" + text + "\"}");
        }
    }

    private static List<String> history(RunningStack stack) throws Exception {
        try (JavaMember member = JavaMember.join(stack.webSocket(0), ROOM, "")) {
            HistoryOptions all = new HistoryOptions.Builder().withLimit(100).build();
            HistoryResult result = JavaMember.call((ResultCallback<HistoryResult> callback) ->
                    member.subscription().history(all, callback));
            return result.getPublications().stream()
                    .map(publication -> new String(publication.getData(), UTF_8))
                    .map(json -> json.substring("{\"text\":\"".length(), json.length() - "\"}".length()))
                    .toList();
        }
    }

    private static List<String> processesThatMention(Path data) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.map(process -> process.info().commandLine().orElse(""))
                    .filter(command -> command.contains(data.toString()))
                    .toList();
        }
    }
}

package io.millrace.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainIT {

    @TempDir
    private Path folder;

    private record Ended(int code, String out, String err) {}

    @Test
    void mistakesInAScenarioAreUsage() throws Exception {
        Ended ended = run("", scenario("chat: {rooms: 1, membrs: 2}").toString());

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err().lines())
                .containsExactly(
                        "scenario.yaml:1: chat.members is missing",
                        "scenario.yaml:1: chat.membrs is not a known key; did you mean members?");
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void mistakesOnTheCommandLineAreUsage() throws Exception {
        String idle = scenario("idle: {connections: 1}").toString();

        assertThat(run("", "--prosesses", "2", idle)).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err()).contains("--prosesses");
        });
        assertThat(run("", "--processes", "0", idle))
                .isEqualTo(new Ended(2, "", "--processes must be between 1 and 100, is 0\n"));
        assertThat(run("", "--edge", "http://127.0.0.1:1", idle))
                .isEqualTo(new Ended(
                        2,
                        "",
                        "--edge must be a WebSocket address such as ws://127.0.0.1:8000/connection/websocket,"
                                + " is http://127.0.0.1:1\n"));
        assertThat(run("")).satisfies(ended -> {
            assertThat(ended.code()).isEqualTo(2);
            assertThat(ended.err()).contains("SCENARIO.yaml");
        });
        assertThat(run("", folder.resolve("none.yaml").toString()))
                .isEqualTo(new Ended(2, "", folder.resolve("none.yaml") + ": cannot be read: there is no such file\n"));
    }

    @Test
    void serverThatIsNotThereIsSaidBeforeAnythingElse() throws Exception {
        int port = freePort();

        Ended ended = run(
                "",
                "--edge",
                "ws://127.0.0.1:" + port + "/connection/websocket",
                scenario("idle: {connections: 1}").toString());

        assertThat(ended)
                .isEqualTo(new Ended(
                        3,
                        "",
                        "The run cannot be made: no server answers at ws://127.0.0.1:" + port
                                + "/connection/websocket: Connection refused.\n"));
    }

    @Test
    void tooFewFilesAreSaidWithTheLimitAndTheNeed() throws Exception {
        Ended ended = run(
                "ulimit -n 1000; ",
                "--processes",
                "1",
                scenario("idle: {connections: 2000}").toString());

        assertThat(ended)
                .isEqualTo(new Ended(
                        3,
                        "",
                        "The run cannot be made: each process may have 1000 files open and needs 2200 for 2000"
                                + " connections: ask for --processes 3 or more, or raise the limit with ulimit -n"
                                + " 2200.\n"));
    }

    @Test
    void sourceThatIsNotOursIsSaid() throws Exception {
        Ended ended = run("", scenario("""
                sources: [192.0.2.1]
                idle: {connections: 1}
                """).toString());

        assertThat(ended)
                .isEqualTo(new Ended(
                        3, "", "The run cannot be made: source 192.0.2.1 is not an address of this machine.\n"));
    }

    @Test
    void reportThatCannotBeWrittenIsSaidBeforeTheRun() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        Ended ended = run(
                "",
                "--report",
                file.resolve("report").toString(),
                scenario("idle: {connections: 1}").toString());

        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err()).startsWith("The run cannot be made: cannot write to " + file);
    }

    private Path scenario(String text) throws IOException {
        return Files.writeString(folder.resolve("scenario.yaml"), text);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// @param before shell commands to run first
    private Ended run(String before, String... args) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                before + "exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.millrace.load.Main"));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}

package io.millrace.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class LeftRunsIT {

    @TempDir
    Path folder;

    @AfterEach
    void clearAfterAFailure() {
        LeftRuns.clear(folder, Duration.ZERO);
    }

    @Test
    void nothingIsLeftWhenTheJvmEnds() throws Exception {
        Process child = start("end");
        try {
            List<Integer> ports = awaitPorts(child);

            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();

            assertThat(child.exitValue()).isZero();
            assertThat(ports).hasSize(2).allMatch(Ports::isFree);
            assertThat(runs()).isEmpty();
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    @Test
    void runThatWasKilledIsClearedByTheNextAndOneThatLivesIsNot() throws Exception {
        Process child = start("wait");
        List<Integer> ports;
        try {
            ports = awaitPorts(child);
            LeftRuns.clear(folder, Duration.ZERO);
            assertThat(ports).hasSize(2).noneMatch(Ports::isFree);
            assertThat(runs()).hasSize(1);
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(ports).noneMatch(Ports::isFree);
        LeftRuns.clear(folder, Duration.ofHours(1));
        assertThat(runs()).hasSize(1);

        LeftRuns.clear(folder, Duration.ZERO);

        assertThat(ports).allMatch(Ports::isFree);
        assertThat(runs()).isEmpty();
    }

    private Process start(String then) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + folder,
                // Not unpacked once more for this temporary folder.
                "-Dot.epg.working-dir=" + Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg"),
                "-cp",
                System.getProperty("java.class.path"),
                UseEverything.class.getName(),
                folder.resolve("said").toString(),
                then);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile())
                .start();
    }

    private List<Integer> awaitPorts(Process child) throws IOException {
        Path said = folder.resolve("said");
        Await.until(() -> Files.exists(said) || !child.isAlive(), Duration.ofSeconds(90), "the child JVM's servers");
        assertThat(said).as(Files.readString(folder.resolve("child.log"))).exists();
        return Files.readAllLines(said).stream()
                .map(line -> URI.create(line.replace("jdbc:", "")).getPort())
                .toList();
    }

    private List<Path> runs() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("millrace-run-"))
                    .toList();
        }
    }
}

package io.millrace.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A second JVM that runs [LaunchAndWait] with a folder, for tests that need a JVM to die.
record ChildJvm(Process process, Path folder) implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(90);

    static ChildJvm start(Path folder, String... servers) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(LaunchAndWait.READY));
        List<String> command = Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                LaunchAndWait.class.getName(),
                                folder.toString()),
                        Stream.of(servers))
                .toList();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile())
                .start();
        return new ChildJvm(process, folder);
    }

    /// What the child wrote when its servers were up: one `name=value` line each.
    List<String> awaitReady() throws IOException {
        Path ready = folder.resolve(LaunchAndWait.READY);
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!Files.exists(ready)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("child JVM is not up: " + Files.readString(folder.resolve("child.log")));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return Files.readAllLines(ready);
    }

    /// The process dies without running anything more.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// The process is asked to end, and its shutdown hooks run.
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("child JVM did not end within 30 s of SIGTERM");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

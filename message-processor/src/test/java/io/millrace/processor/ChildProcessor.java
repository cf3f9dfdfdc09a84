package io.millrace.processor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// message-processor in a JVM of its own, so that a test can kill it: nothing is committed, flushed or said
/// goodbye to.
final class ChildProcessor implements AutoCloseable {

    private final Process process;

    private ChildProcessor(Process process) {
        this.process = process;
    }

    /// Starts one; it is ready when it does its work.
    ///
    /// @param folder for its log
    /// @param config YAML file
    static ChildProcessor start(Path folder, Path config, String name) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--config",
                config.toString());
        try {
            return new ChildProcessor(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(name + ".log").toFile())
                    .start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static Path write(Path folder, String yaml) {
        try {
            return Files.writeString(folder.resolve("processor.yaml"), yaml);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// SIGKILL.
    void kill() {
        try {
            int _ = process.destroyForcibly().waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a child process was killed", interrupted);
        }
    }

    @Override
    public void close() {
        kill();
    }
}

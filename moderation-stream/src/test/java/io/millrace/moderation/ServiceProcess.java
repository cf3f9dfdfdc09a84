package io.millrace.moderation;

import io.millrace.embedded.Ports;
import io.millrace.testkit.Await;
import io.millrace.testkit.TestRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A program of this module in a process of its own, which can be killed and started again with the state that
/// is left. Ended with this JVM.
public final class ServiceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final int port = Ports.free();
    private final Path folder;
    private final Class<?> program;
    private @Nullable Process process;

    /// @param name of its folder
    public ServiceProcess(String name, Class<?> program) {
        this.folder = TestRun.newFolder(name);
        this.program = program;
        TestRun.closeAtEnd(this);
    }

    /// Where it shall serve its health.
    public int port() {
        return port;
    }

    /// For its files.
    public Path folder() {
        return folder;
    }

    /// Starts it and does not wait.
    public void start(Map<String, String> settings, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx160m",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        program.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("process.log").toFile()));
        builder.command().addAll(List.of(arguments));
        settings.forEach((key, value) -> builder.environment().put(variable(key), value));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String variable(String key) {
        return "MILLRACE_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /// Waits until it does its work.
    public void awaitReady() {
        Await.until(this::isReady, PATIENCE, "a process to be ready; its log is in " + folder);
    }

    private boolean isReady() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            throw new AssertionError("a process has ended; its log is in " + folder);
        }
        URI uri = URI.create("http://127.0.0.1:" + port + "/health/ready");
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Ends it without any chance to finish something (`kill -9`).
    public void kill() {
        close();
    }

    @Override
    public void close() {
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            if (!running.destroyForcibly().waitFor(10, TimeUnit.SECONDS)) {
                throw new AssertionError("a process cannot be killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

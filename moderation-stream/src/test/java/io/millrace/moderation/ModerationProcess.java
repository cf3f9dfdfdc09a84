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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An instance of the service in a process of its own, which can be killed and started again with the state
/// that is left. Ended with this JVM.
final class ModerationProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final int port = Ports.free();
    private final Path folder;
    private final Map<String, String> more;
    private @Nullable Process process;

    ModerationProcess(String name) {
        this(name, Map.of());
    }

    /// @param more settings
    ModerationProcess(String name, Map<String, String> more) {
        this.folder = TestRun.newFolder(name);
        this.more = more;
        TestRun.closeAtEnd(this);
    }

    /// Starts it and does not wait.
    void start() {
        Map<String, String> settings = new HashMap<>(LocalSystem.settings());
        settings.put("kafka.state-directory", folder.resolve("streams").toString());
        settings.put("moderation.ops.port", Integer.toString(port));
        settings.put("moderation.blocklist.terms", "badword");
        settings.putAll(more);
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx160m",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        Main.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("moderation.log").toFile()));
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

    /// Waits until it judges messages.
    void awaitReady() {
        Await.until(this::isReady, PATIENCE, "moderation to be ready; its log is in " + folder);
    }

    private boolean isReady() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            throw new AssertionError("moderation has ended; its log is in " + folder);
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

    /// Ends it without any chance to commit (`kill -9`).
    void kill() {
        close();
    }

    static void kill(List<ModerationProcess> together) {
        together.forEach(ModerationProcess::kill);
    }

    @Override
    public void close() {
        Process running = process;
        if (running == null) {
            return;
        }
        try {
            if (!running.destroyForcibly().waitFor(10, TimeUnit.SECONDS)) {
                throw new AssertionError("moderation cannot be killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

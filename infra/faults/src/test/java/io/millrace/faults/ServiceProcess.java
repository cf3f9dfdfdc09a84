package io.millrace.faults;

import io.millrace.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One service in a process of its own, as an operator runs it.
final class ServiceProcess implements AutoCloseable {

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    private static final Duration START = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final int port;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private @Nullable Process process;

    /// @param name for messages and the log
    /// @param module folder of the service, whose jar has the same name
    /// @param port of its health
    ServiceProcess(String name, String module, int port, Path config, Map<String, String> environment, Path folder) {
        this.name = name;
        this.port = port;
        this.environment = environment;
        this.log = folder.resolve(name + ".log");
        this.command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                ROOT.resolve(module).resolve("target").resolve(module + ".jar").toString(),
                "--config",
                config.toString()));
    }

    int port() {
        return port;
    }

    /// Starts the process; does not wait.
    ServiceProcess start() {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be started", e);
        }
        return this;
    }

    void awaitReady() {
        Await.until(this::isReady, START, name + " ready; its log: " + log);
    }

    /// Ends the process at once, as a crash would (SIGKILL).
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            await(running, Duration.ofSeconds(10));
        }
    }

    /// Asks the process to end (SIGTERM) and waits for it.
    ///
    /// @return whether it ended within the time
    boolean stop(Duration atMost) {
        Process running = process;
        if (running == null) {
            return true;
        }
        running.destroy();
        return await(running, atMost);
    }

    String logText() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    @Override
    public void close() {
        if (!stop(Duration.ofSeconds(15))) {
            kill();
        }
    }

    /// What the service says of its readiness: HTTP status and body, or status 0 while it does not answer.
    Readiness readiness() {
        Process running = process;
        if (running == null || !running.isAlive()) {
            throw new IllegalStateException(name + " has ended:\n" + logText());
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Readiness(response.statusCode(), response.body());
        } catch (IOException e) {
            return new Readiness(0, "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Readiness(0, "");
        }
    }

    /// Answer of the readiness route.
    record Readiness(int status, String body) {}

    private boolean isReady() {
        return readiness().status() == 200;
    }

    private static boolean await(Process process, Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

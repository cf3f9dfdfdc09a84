package io.millrace.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The scorer of the stack: a process of its own, because it runs native code.
final class ScorerProcess implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();
    private final SupervisedProcess process;

    /// Where it works and what it is told.
    ///
    /// @param folder of its own
    /// @param config file
    /// @param bootstrapServers of Kafka
    /// @param registryUrl of the schema registry
    record Place(Path folder, Path config, String bootstrapServers, String registryUrl) {

        Path log() {
            return folder.resolve("scorer.log");
        }
    }

    /// Starts it, and starts it again whenever it ends.
    ///
    /// @param port of its health
    ScorerProcess(Place place, int port) {
        this.port = port;
        process = new SupervisedProcess("scorer", () -> start(place), PAUSE);
    }

    /// Whether it has a model and answers requests.
    boolean isReady() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                    .timeout(ANSWER)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        process.close();
        http.close();
    }

    private Process start(Place place) throws IOException {
        // Native libraries are unpacked here and stay after a crash.
        Path temporary = emptied(place.folder().resolve("tmp"));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.io.tmpdir=" + temporary,
                        "io.millrace.moderation.scorer.Main",
                        "--config",
                        place.config().toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(place.log().toFile()));
        builder.environment()
                .putAll(Map.of(
                        // Not on the command line: some versions of the runtime end with a long one.
                        "CLASSPATH", System.getProperty("java.class.path"),
                        "ORT_DISABLE_TELEMETRY", "1",
                        "TOKENIZERS_PARALLELISM", "false",
                        "MILLRACE_PARENT_PROCESS",
                                Long.toString(ProcessHandle.current().pid()),
                        "MILLRACE_KAFKA_BOOTSTRAP_SERVERS", place.bootstrapServers(),
                        "MILLRACE_REGISTRY_URL", place.registryUrl(),
                        "MILLRACE_MODERATION_SCORER_OPS_PORT", Integer.toString(port)));
        Process started = builder.start();
        started.getOutputStream().close();
        return started;
    }

    private static Path emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return Files.createDirectories(folder);
    }
}

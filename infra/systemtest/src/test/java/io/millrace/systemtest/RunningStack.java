package io.millrace.systemtest;

import io.millrace.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The whole system as a user starts it: `java -jar launcher.jar` in a process of its own, on free ports, with
/// its data in a temporary folder unless a test says otherwise.
///
/// What it printed stays in `target/stacks` for a look after a failure. Ends its own process and that one's
/// children, by handle, and nothing else.
public final class RunningStack implements AutoCloseable {

    /// In characters, as the configuration wants it.
    static final String TOKEN_SECRET = "a-secret-for-tests-of-at-least-32-characters";

    /// May call everything of the server API.
    static final String API_KEY = "an-api-key-for-tests";

    /// Between two pings, short so that tests live through some.
    static final Duration PING = Duration.ofSeconds(3);

    private static final int LOG_CHARACTERS = 16_000;
    private static final Duration STARTED_WITHIN = Duration.ofMinutes(2);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(10);
    private static final Path ROOT = Path.of("..", "..");
    private static final Path LOGS = Path.of("target", "stacks");
    private static final Pattern READY = Pattern.compile("(?m)^Millrace is up");
    private static final Pattern EDGE = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/\\s");

    private final Process process;
    private final Path output;
    private final String printed;

    private RunningStack(Process process, Path output, String printed) {
        this.process = process;
        this.output = output;
        this.printed = printed;
    }

    /// Starts a stack that tokens signed with [#TOKEN_SECRET] and the API key [#API_KEY] open.
    ///
    /// @param options of the launcher
    /// @param environment variables over those of this process; they override configuration keys
    /// @throws AssertionError when it is not up in time, with what it printed
    public static RunningStack start(List<String> options, Map<String, String> environment) {
        try {
            Files.createDirectories(LOGS);
            Path secret = Files.writeString(Files.createTempFile(LOGS, "secret-", ".txt"), TOKEN_SECRET);
            Map<String, String> all = new HashMap<>(Map.of(
                    "MILLRACE_EDGE_AUTH_HMAC_SECRET_FILE",
                    secret.toAbsolutePath().toString(),
                    "MILLRACE_EDGE_API_KEY",
                    API_KEY,
                    "MILLRACE_EDGE_TIMING_PING",
                    PING.toMillis() + "ms",
                    "MILLRACE_EDGE_TIMING_PONG",
                    PING.minusMillis(200).toMillis() + "ms"));
            all.putAll(environment);
            return launch(Path.of(""), options, all);
        } catch (IOException e) {
            throw new UncheckedIOException("the secret cannot be written", e);
        }
    }

    /// Starts a stack that keeps nothing, on a free port, with a configuration of the repository and nothing
    /// else.
    ///
    /// @param config path from the root of the repository
    static RunningStack startWith(String config) {
        return launch(ROOT, List.of("--ephemeral", "--config", config), Map.of("MILLRACE_EDGE_HTTP_PORT", "0"));
    }

    private static RunningStack launch(Path folder, List<String> options, Map<String, String> environment) {
        Path jar = ROOT.resolve(Path.of("infra", "launcher", "target", "launcher.jar"))
                .toAbsolutePath()
                .normalize();
        if (!Files.isRegularFile(jar)) {
            throw new AssertionError(jar + " is missing; build infra/launcher first");
        }
        try {
            Files.createDirectories(LOGS);
            Path output = Files.createTempFile(LOGS, "stack-", ".log");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-jar",
                    jar.toString()));
            command.addAll(options);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            return awaitReady(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("the launcher cannot be started", e);
        } catch (AssertionError e) {
            throw withLog(e, options);
        }
    }

    /// With the end of what the services have logged, when it is kept: the folder is gone after the test.
    private static AssertionError withLog(AssertionError failure, List<String> options) {
        int data = options.indexOf("--data");
        if (data < 0) {
            return failure;
        }
        String log = read(Path.of(options.get(data + 1), "millrace.log"));
        String end = log.substring(Math.max(0, log.length() - LOG_CHARACTERS));
        return new AssertionError(failure.getMessage() + "\n" + end, failure);
    }

    private static RunningStack awaitReady(Process process, Path output) {
        try {
            String printed = Await.value(
                    () -> read(output),
                    text -> !process.isAlive()
                            || (READY.matcher(text).find() && text.contains("PostgreSQL") && text.endsWith("\n")),
                    STARTED_WITHIN,
                    "the launcher says that Millrace is up");
            if (!process.isAlive()) {
                throw new AssertionError("the launcher ended with " + process.exitValue() + ":\n" + read(output));
            }
            return new RunningStack(process, output, printed.substring(readyAt(printed)));
        } catch (AssertionError | RuntimeException e) {
            end(process);
            throw e;
        }
    }

    /// Ports of the edges, in the order of `--edges`.
    public List<Integer> ports() {
        return EDGE.matcher(printed)
                .results()
                .map(result -> Integer.valueOf(result.group(1)))
                .toList();
    }

    /// Where clients connect.
    ///
    /// @param edge from 0
    public String webSocket(int edge) {
        return "ws://127.0.0.1:" + ports().get(edge) + "/connection/websocket";
    }

    /// What every client script is told.
    ///
    /// @param format `json` or `protobuf`
    /// @param more for this scenario alone
    Map<String, Object> argumentsFor(String format, String room, Map<String, ?> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.put(
                "urls",
                IntStream.range(0, ports().size()).mapToObj(this::webSocket).toList());
        all.put("format", format);
        all.put("room", room);
        return all;
    }

    /// The page of an edge.
    ///
    /// @param edge from 0
    public URI page(int edge) {
        return URI.create("http://127.0.0.1:" + ports().get(edge) + "/");
    }

    /// The page of the moderation desk.
    URI desk() {
        return URI.create(line("Moderation"));
    }

    /// The key that the launcher drew for the desk, with the built-in configuration.
    String moderatorKey() {
        return read(Path.of(line("key in"))).strip();
    }

    /// `host:port` of Kafka.
    public String bootstrapServers() {
        return line("Kafka");
    }

    /// Base URL of the registry's API.
    public String registryUrl() {
        return line("Registry");
    }

    /// JDBC URL of the archive, user and password included.
    public String jdbcUrl() {
        return line("PostgreSQL");
    }

    /// The process of the launcher, for tests that end it the hard way.
    public ProcessHandle process() {
        return process.toHandle();
    }

    /// What the launcher has printed since its start.
    public String output() {
        return read(output);
    }

    /// Stops the stack with SIGTERM.
    ///
    /// @throws AssertionError when it does not stop within the time that the launcher promises
    @Override
    public void close() {
        if (process.isAlive() && !end(process)) {
            throw new AssertionError(
                    "the launcher did not stop within " + STOPPED_WITHIN.toSeconds() + " s of SIGTERM:\n" + output());
        }
    }

    /// SIGTERM, and SIGKILL for what is left after the time allowed; true when nothing was left.
    private static boolean end(Process process) {
        List<ProcessHandle> family = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        process.destroy();
        boolean stopped = false;
        try {
            stopped = process.waitFor(STOPPED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        family.stream()
                .filter(ProcessHandle::isAlive)
                .sorted(Comparator.comparingLong(ProcessHandle::pid).reversed())
                .forEach(ProcessHandle::destroyForcibly);
        return stopped;
    }

    private String line(String name) {
        Matcher matcher = Pattern.compile("(?m)^\\s*" + name + "\\s+(\\S+)").matcher(printed);
        if (!matcher.find()) {
            throw new AssertionError("the launcher printed no address of " + name + ":\n" + printed);
        }
        return matcher.group(1);
    }

    private static int readyAt(String text) {
        Matcher matcher = READY.matcher(text);
        return matcher.find() ? matcher.start() : 0;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the launcher's output cannot be read", e);
        }
    }
}

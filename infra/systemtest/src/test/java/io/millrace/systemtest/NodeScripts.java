package io.millrace.systemtest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The scripts of `src/test/js` with the npm packages of their lock file, installed once into `target/js`.
///
/// A script gets one JSON argument, and its last line of output is one JSON value: what it saw. Judging that is
/// the test's work.
final class NodeScripts {

    private static final Path SOURCES = Path.of("src", "test", "js");
    private static final Path FOLDER = Path.of("target", "js");
    private static final Duration INSTALLED_WITHIN = Duration.ofMinutes(5);
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private NodeScripts() {}

    /// Skips the test where there is no Node.js, and installs the packages where they are missing.
    static synchronized void prepare() {
        assumeTrue(onPath("node").isPresent() && onPath("npm").isPresent(), "node and npm are needed");
        try {
            Files.createDirectories(FOLDER);
            Path lock = SOURCES.resolve("package-lock.json");
            Path installed = FOLDER.resolve("package-lock.json");
            boolean same = Files.exists(FOLDER.resolve("installed"))
                    && Files.exists(installed)
                    && Files.mismatch(lock, installed) < 0;
            copyScripts();
            if (!same) {
                run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), INSTALLED_WITHIN);
                Files.writeString(FOLDER.resolve("installed"), "");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the scripts cannot be installed", e);
        }
    }

    /// Prepares for scripts that drive a browser: skips the test where there is none.
    ///
    /// @return the browser
    static Path prepareBrowser() {
        Optional<Path> found = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> onPath(name).stream())
                .findFirst();
        assumeTrue(found.isPresent(), "chromium is needed");
        prepare();
        return found.orElseThrow();
    }

    /// A file of an installed package.
    static Path installed(String path) {
        return FOLDER.resolve("node_modules").resolve(path);
    }

    /// Runs a script and returns what it saw.
    ///
    /// @param scenario name of the function in the script
    static JsonNode see(String script, String scenario, Map<String, ?> arguments) {
        try {
            String printed = run(List.of("node", script, scenario, JSON.writeValueAsString(arguments)), ENDED_WITHIN);
            List<String> lines = printed.lines().toList();
            if (lines.isEmpty()) {
                throw new AssertionError(script + " " + scenario + " printed nothing");
            }
            return JSON.readTree(lines.getLast());
        } catch (IOException e) {
            throw new UncheckedIOException(script + " " + scenario + " did not print JSON", e);
        }
    }

    /// Where a program is, if it is on the path.
    static Optional<Path> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void copyScripts() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, FOLDER.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static String run(List<String> command, Duration within) throws IOException {
        Path output = Files.createTempFile(FOLDER, "out-", ".txt");
        Path errors = Files.createTempFile(FOLDER, "err-", ".txt");
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .directory(FOLDER.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(command + " took longer than " + within + "\n" + both(output, errors));
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(command + " ended with " + process.exitValue() + "\n" + both(output, errors));
            }
            return Files.readString(output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(command + " was interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.deleteIfExists(output);
            Files.deleteIfExists(errors);
        }
    }

    private static String both(Path output, Path errors) throws IOException {
        return Files.readString(output) + "\n" + Files.readString(errors);
    }
}

package io.millrace.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What lives as long as the test JVM: a temporary folder and the servers that tests share. A shutdown hook closes the
/// servers, newest first, and removes the folder; what a killed run left is cleared by the next one. Thread-safe.
public final class TestRun {

    private static final Logger LOGGER = LoggerFactory.getLogger(TestRun.class);
    private static final TestRun RUN = new TestRun();

    private final Path folder;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    private TestRun() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        LeftRuns.clear(parent, Duration.ofMinutes(1));
        folder = LeftRuns.create(parent);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("test-run-close").unstarted(this::close));
    }

    /// A new empty folder that is removed when the JVM ends.
    public static Path newFolder(String name) {
        try {
            return Files.createTempDirectory(RUN.folder, name + "-");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Registers a resource to be closed when the JVM ends, before those registered earlier.
    public static <T extends AutoCloseable> T closeAtEnd(T resource) {
        synchronized (RUN.resources) {
            RUN.resources.push(resource);
        }
        return resource;
    }

    private void close() {
        synchronized (resources) {
            while (!resources.isEmpty()) {
                closeReporting(resources.pop());
            }
        }
        LeftRuns.delete(folder);
    }

    private static void closeReporting(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception failure) {
            LOGGER.atError().setCause(failure).log("test resource was not closed");
        }
    }
}

package io.millrace.testkit;

import io.millrace.embedded.EmbeddedPostgresServer;
import io.millrace.embedded.RegistryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folders of test runs. A run holds a lock on its folder as long as its JVM lives, so a folder without a lock
/// belongs to a run that was killed: its database and registry may still be running.
final class LeftRuns {

    private static final Logger LOGGER = LoggerFactory.getLogger(LeftRuns.class);
    private static final String PREFIX = "millrace-run-";
    private static final String LOCK = "run.lock";

    /// Referred to for ever: a channel that is collected as garbage gives its lock up.
    private static final Queue<FileChannel> LOCKS = new ConcurrentLinkedQueue<>();

    private LeftRuns() {}

    /// A new folder, locked until the JVM ends.
    static Path create(Path parent) {
        try {
            Path folder = Files.createTempDirectory(parent, PREFIX);
            FileChannel lock =
                    FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            LOCKS.add(lock);
            if (lock.tryLock() == null) {
                throw new IllegalStateException("somebody has locked the new folder " + folder);
            }
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Stops the servers of killed runs and deletes their folders. Folders younger than `minimumAge` are left alone:
    /// their run may be about to lock them.
    static void clear(Path parent, Duration minimumAge) {
        Instant youngest = Instant.now().minus(minimumAge);
        try {
            for (Path folder : children(parent)) {
                if (folder.getFileName().toString().startsWith(PREFIX)
                        && !Files.getLastModifiedTime(folder).toInstant().isAfter(youngest)) {
                    clear(folder);
                }
            }
        } catch (IOException | RuntimeException failure) {
            LOGGER.atWarn().setCause(failure).log("what an earlier test run left was not cleared");
        }
    }

    private static void clear(Path folder) throws IOException {
        try (FileChannel lock =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock.tryLock() == null) {
                return;
            }
            for (Path server : children(folder)) {
                if (!Files.isDirectory(server)) {
                    continue;
                }
                EmbeddedPostgresServer.stopLeftover(server);
                RegistryServer.stopLeftover(server);
            }
            delete(folder);
        }
    }

    /// Deletes the folder with all that is in it. Failing to is no failure of the tests.
    static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException failure) {
            LOGGER.atWarn().setCause(failure).addKeyValue("folder", folder).log("test folder was not removed");
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}

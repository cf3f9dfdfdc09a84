package io.millrace.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// PostgreSQL's main process for one data directory. It detaches from the process that started it, so it is known by
/// its pid file only, and a pid file counts only when the process it names is a PostgreSQL of this very directory:
/// numbers are used again after a reboot or in a container.
final class Postmaster {

    private static final Logger LOGGER = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration FAST_STOP = Duration.ofSeconds(10);
    private static final Duration COLLECTED = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(5);

    private Postmaster() {}

    /// The running process of the directory.
    static Optional<ProcessHandle> find(Path dataDirectory) {
        return named(dataDirectory)
                .filter(process -> arguments(process).stream().anyMatch(argument -> isSame(argument, dataDirectory)));
    }

    /// Ends what an owner that was killed left behind: the process, or a pid file whose number is not PostgreSQL's any
    /// more, which would keep the next server from starting. When a process does not show what it is, PostgreSQL
    /// decides: two servers in one directory destroy it.
    static void stopLeftover(Path dataDirectory) {
        find(dataDirectory).ifPresent(process -> {
            LOGGER.atInfo()
                    .addKeyValue("pid", process.pid())
                    .addKeyValue("folder", dataDirectory)
                    .log("stopping the postgresql of an earlier run");
            stop(process);
        });
        named(dataDirectory).ifPresent(process -> {
            if (!arguments(process).isEmpty() || hasEndedUncollected(process)) {
                deletePidFile(dataDirectory);
            }
        });
    }

    /// A process of our own user without arguments has ended, and its exit code waits to be collected. PostgreSQL
    /// takes it for alive, but finds servers that outlived it by what the pid file says: so the file goes only when
    /// nobody collects, and after the time those need to end.
    private static boolean hasEndedUncollected(ProcessHandle process) {
        if (!process.info().user().equals(ProcessHandle.current().info().user())) {
            return false;
        }
        long end = System.nanoTime() + COLLECTED.toNanos();
        while (process.isAlive() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return process.isAlive();
    }

    /// Ends the process: first sessions are cut off and data is written (SIGINT), then at once, with recovery at the
    /// next start (SIGQUIT). SIGKILL is not used: it leaves the process's children behind.
    ///
    /// @throws EmbeddedServerException when it is still there after 15 seconds
    static void stop(ProcessHandle process) {
        signal(process, "-INT");
        if (!ProcessEnd.await(process, FAST_STOP)) {
            signal(process, "-QUIT");
            if (!ProcessEnd.await(process, IMMEDIATE_STOP)) {
                throw new EmbeddedServerException("PostgreSQL, process " + process.pid() + ", has not stopped within "
                        + FAST_STOP.plus(IMMEDIATE_STOP).toSeconds() + " s");
            }
        }
    }

    private static void signal(ProcessHandle process, String signal) {
        try {
            Process kill = new ProcessBuilder(List.of("kill", signal, Long.toString(process.pid())))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(5, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
            }
        } catch (IOException failure) {
            throw new EmbeddedServerException("kill " + signal + " " + process.pid() + " cannot be run", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("Interrupted while stopping process " + process.pid(), interrupted);
        }
    }

    private static Optional<Long> pid(Path dataDirectory) {
        try {
            return Files.readAllLines(pidFile(dataDirectory)).stream()
                    .findFirst()
                    .map(line -> Long.parseLong(line.strip()));
        } catch (NoSuchFileException notRunning) {
            return Optional.empty();
        } catch (IOException | NumberFormatException unreadable) {
            throw new EmbeddedServerException(
                    "PostgreSQL's pid file " + pidFile(dataDirectory) + " cannot be read: " + unreadable, unreadable);
        }
    }

    private static Optional<ProcessHandle> named(Path dataDirectory) {
        return pid(dataDirectory).flatMap(ProcessHandle::of);
    }

    private static List<String> arguments(ProcessHandle process) {
        return process.info().arguments().map(List::of).orElse(List.of());
    }

    private static boolean isSame(String argument, Path dataDirectory) {
        try {
            return argument.startsWith("/") && Files.isSameFile(Path.of(argument), dataDirectory);
        } catch (IOException | InvalidPathException noSuchFile) {
            return false;
        }
    }

    private static void deletePidFile(Path dataDirectory) {
        try {
            Files.deleteIfExists(pidFile(dataDirectory));
        } catch (IOException failure) {
            throw new EmbeddedServerException(
                    "PostgreSQL's old pid file " + pidFile(dataDirectory) + " cannot be removed", failure);
        }
    }

    private static Path pidFile(Path dataDirectory) {
        return dataDirectory.resolve("postmaster.pid");
    }
}

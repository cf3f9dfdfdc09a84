package io.millrace.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The registry's operating system process: how it is started, known again after its owner was killed, and ended.
final class RegistryProcess {

    private static final Logger LOGGER = LoggerFactory.getLogger(RegistryProcess.class);
    private static final Duration POLITE = Duration.ofSeconds(8);
    private static final Duration FORCED = Duration.ofSeconds(5);

    /// What the child may see of this process's environment: the rest would configure it, by Quarkus's rules.
    private static final List<String> INHERITED = List.of("PATH", "HOME", "TMPDIR", "TZ", "LANG", "LC_ALL");

    private RegistryProcess() {}

    static Process start(RegistrySettings settings, int port, int managementPort) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                mark(settings.folder()),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        settings.systemProperties(port, managementPort)
                .forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(
                List.of("-jar", RegistryHome.find().resolve(RegistryHome.JAR).toString()));

        ProcessBuilder builder = new ProcessBuilder(command)
                // Quarkus reads .env and config/ of its working directory.
                .directory(settings.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(settings.log().toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        environment.putAll(settings.storage().environment());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            Files.writeString(pidFile(settings.folder()), Long.toString(process.pid()));
            return process;
        } catch (IOException failure) {
            throw new EmbeddedServerException(
                    "The schema registry's process cannot be started in " + settings.folder() + ": " + failure,
                    failure);
        }
    }

    /// Ends the process that an owner which was killed left running with this folder.
    static void stopLeftover(Path folder) {
        find(folder).ifPresent(process -> {
            LOGGER.atInfo()
                    .addKeyValue("pid", process.pid())
                    .addKeyValue("folder", folder)
                    .log("stopping the schema registry of an earlier run");
            stop(process, folder);
        });
    }

    /// The running process of the folder. A number alone proves nothing: it may have been given to another program.
    static Optional<ProcessHandle> find(Path folder) {
        return pid(folder)
                .flatMap(ProcessHandle::of)
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(mark(folder)))
                        .orElse(false));
    }

    /// Asks the process to end, and ends it when it has not within 8 seconds.
    ///
    /// @throws EmbeddedServerException when it is still there
    static void stop(ProcessHandle process, Path folder) {
        process.destroy();
        if (!ProcessEnd.await(process, POLITE)) {
            LOGGER.atWarn().addKeyValue("pid", process.pid()).log("schema registry does not stop and is killed");
            process.destroyForcibly();
            if (!ProcessEnd.await(process, FORCED)) {
                throw new EmbeddedServerException("The schema registry, process " + process.pid()
                        + ", has not stopped within " + POLITE.plus(FORCED).toSeconds() + " s");
            }
        }
        try {
            Files.deleteIfExists(pidFile(folder));
        } catch (IOException failure) {
            throw new EmbeddedServerException("The pid file " + pidFile(folder) + " cannot be removed", failure);
        }
    }

    private static Optional<Long> pid(Path folder) {
        try {
            return Optional.of(Long.parseLong(Files.readString(pidFile(folder)).strip()));
        } catch (NoSuchFileException | NumberFormatException notRunning) {
            return Optional.empty(); // a pid file without a number was cut off while it was written
        } catch (IOException failure) {
            throw new EmbeddedServerException("The pid file " + pidFile(folder) + " cannot be read", failure);
        }
    }

    private static String mark(Path folder) {
        return "-Dmillrace.folder=" + folder;
    }

    private static Path pidFile(Path folder) {
        return folder.resolve("registry.pid");
    }
}

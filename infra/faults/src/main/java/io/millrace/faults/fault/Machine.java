package io.millrace.faults.fault;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What this machine has and may do, and how its programs are run.
final class Machine {

    private static final long SECONDS = 20;
    private static final Path STATUS = Path.of("/proc/self/status");

    private Machine() {}

    /// Why a fault cannot be done: the first program that is missing, or the missing rights of root.
    static Optional<String> lacks(boolean root, String... programs) {
        Optional<String> missing = Arrays.stream(programs)
                .filter(program -> find(program).isEmpty())
                .map(program -> program + " is not installed")
                .findFirst();
        return missing.isPresent() || !root || isRoot() ? missing : Optional.of("it needs root");
    }

    /// Runs a program to its end and gives what it printed.
    ///
    /// @param input what it reads
    /// @throws FaultException when it fails or takes longer than 20 s
    static String run(String input, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new FaultException(String.join(" ", command) + " did not end within " + SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw new FaultException(String.join(" ", command) + " failed: " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new FaultException(command.getFirst() + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultException(command.getFirst() + " was interrupted", e);
        }
    }

    static String run(String... command) {
        return run("", List.of(command));
    }

    private static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin:/sbin";
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static boolean isRoot() {
        try {
            return Files.exists(STATUS)
                    && Files.readAllLines(STATUS).stream()
                            .filter(line -> line.startsWith("Uid:"))
                            .anyMatch(line -> line.split("\\s+", -1)[2].equals("0"));
        } catch (IOException e) {
            throw new UncheckedIOException("the rights of this process cannot be read", e);
        }
    }
}

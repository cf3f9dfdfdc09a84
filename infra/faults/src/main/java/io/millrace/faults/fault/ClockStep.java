package io.millrace.faults.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The wall clock of one process jumps, and jumps back; its monotonic clock and the machine's clocks do not.
/// The process has to be started with [#environment], and then reads its offset from a file.
public final class ClockStep implements Fault {

    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private final String target;
    private final Path file;
    private final Duration step;

    /// @param file that the process was started with
    /// @param step forwards, or back when negative
    public ClockStep(String target, Path file, Duration step) {
        this.target = target;
        this.file = file;
        this.step = step;
    }

    /// Variables for the process; the file says "now" afterwards.
    ///
    /// @throws FaultException when libfaketime is not installed or the file cannot be written
    public static Map<String, String> environment(Path file) {
        write(file, Duration.ZERO);
        return Map.of(
                "LD_PRELOAD",
                library()
                        .orElseThrow(() -> new FaultException("libfaketime is not installed"))
                        .toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                // Without a cache every look at the clock reads the file, which makes the process slow; 10 s by
                // default.
                "FAKETIME_CACHE_DURATION",
                "1",
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
    }

    /// Why this machine cannot do it, before anything is started.
    public static Optional<String> missing() {
        return library().isPresent() ? Optional.empty() : Optional.of("libfaketime is not installed");
    }

    @Override
    public String name() {
        return "clock " + (step.isNegative() ? "" : "+") + step.toSeconds() + " s " + target;
    }

    @Override
    public Optional<String> unavailable() {
        return missing();
    }

    @Override
    public void inject() {
        write(file, step);
    }

    @Override
    public void heal() {
        write(file, Duration.ZERO);
    }

    /// The process may read at any moment, so the file is replaced at once.
    private static void write(Path file, Duration offset) {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, (offset.isNegative() ? "" : "+") + offset.toSeconds() + "\n");
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new FaultException("the clock file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private static Optional<Path> library() {
        return Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib")
                .map(folder -> Path.of(folder, LIBRARY))
                .filter(Files::isReadable)
                .findFirst();
    }
}

package io.millrace.faults.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A disk that forces data slowly, or not at all, for one process and its children: `strace` is attached to
/// them and changes their `fsync` and `fdatasync`. It also makes every other system call of theirs slower.
public final class Fsync implements Fault {

    private static final Duration ATTACH = Duration.ofSeconds(20);

    private final String name;
    private final LongSupplier pid;
    private final String injection;
    private @Nullable Undo undo;

    private Fsync(String name, LongSupplier pid, String injection) {
        this.name = name;
        this.pid = pid;
        this.injection = injection;
    }

    /// Each force of data takes longer.
    ///
    /// @param pid asked when the fault is injected
    public static Fsync slow(String target, LongSupplier pid, Duration delay) {
        return new Fsync("slow fsync " + target, pid, "delay_enter=" + delay.toMillis() + "ms");
    }

    /// Each force of data fails with an input/output error.
    ///
    /// @param pid asked when the fault is injected
    public static Fsync failing(String target, LongSupplier pid) {
        return new Fsync("failing fsync " + target, pid, "error=EIO");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> unavailable() {
        return Machine.lacks(true, "strace");
    }

    @Override
    public void inject() {
        List<Long> pids = family(pid.getAsLong());
        List<String> command = new ArrayList<>(List.of(
                "strace",
                "-f",
                "-q",
                "-o",
                "/dev/null",
                "-e",
                "trace=fsync,fdatasync",
                "-e",
                "inject=fsync,fdatasync:" + injection));
        pids.forEach(each -> command.addAll(List.of("-p", each.toString())));
        try {
            Process strace = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            undo = Undo.with(() -> end(strace));
            awaitAttached(pids, strace);
        } catch (IOException e) {
            throw new FaultException("strace cannot be run: " + e.getMessage(), e);
        }
    }

    @Override
    public void heal() {
        Undo pending = undo;
        if (pending != null) {
            undo = null;
            pending.run();
        }
    }

    private static List<Long> family(long parent) {
        ProcessHandle process = ProcessHandle.of(parent)
                .orElseThrow(() -> new FaultException("process " + parent + " does not run any more"));
        return Stream.concat(Stream.of(process), process.descendants())
                .map(ProcessHandle::pid)
                .toList();
    }

    private void awaitAttached(List<Long> pids, Process strace) {
        long end = System.nanoTime() + ATTACH.toNanos();
        while (!pids.stream().allMatch(Fsync::isTracedOrGone)) {
            if (!strace.isAlive() || System.nanoTime() - end >= 0) {
                throw new FaultException(name + ": strace did not attach to " + pids);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static boolean isTracedOrGone(long process) {
        Path tasks = Path.of("/proc", Long.toString(process), "task");
        try (Stream<Path> all = Files.list(tasks)) {
            return all.allMatch(Fsync::isTraced);
        } catch (IOException | UncheckedIOException gone) {
            return true;
        }
    }

    private static boolean isTraced(Path task) {
        try {
            return Files.readAllLines(task.resolve("status")).stream()
                    .noneMatch(line -> line.startsWith("TracerPid:") && line.endsWith("\t0"));
        } catch (IOException gone) {
            return true;
        }
    }

    /// SIGTERM lets strace detach; its end detaches in any case.
    private static void end(Process strace) {
        strace.destroy();
        try {
            if (!strace.waitFor(10, TimeUnit.SECONDS)) {
                strace.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            strace.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

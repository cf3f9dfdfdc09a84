package io.millrace.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Signals to a process and all that descend from it, and its end.
final class Signals {

    private static final Duration SENT_WITHIN = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private Signals() {}

    /// Sends a signal, called as `kill` knows it, for example `STOP`.
    static void send(String signal, ProcessHandle process) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        tree(process).map(each -> Long.toString(each.pid())).forEach(command::add);
        try {
            Process kill = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(SENT_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                kill.destroyForcibly();
            }
        } catch (IOException e) {
            throw new ClusterException("the command kill cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while process " + process.pid() + " was signalled", e);
        }
    }

    /// Ends a process and its children at once and waits until they are gone.
    static void kill(ProcessHandle process) {
        List<ProcessHandle> tree = tree(process).toList();
        tree.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : tree) {
            if (!awaitEnd(each, SENT_WITHIN)) {
                throw new ClusterException("process " + each.pid() + " cannot be killed");
            }
        }
    }

    /// Waits for the end of a process; true when it came within the time.
    static boolean awaitEnd(ProcessHandle process, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (isAlive(process)) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }

    /// A process that has ended and whose exit code nobody has collected has lost its command line.
    static boolean isAlive(ProcessHandle process) {
        return process.isAlive() && process.info().arguments().isPresent();
    }

    private static Stream<ProcessHandle> tree(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants());
    }
}

package io.millrace.embedded;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// The end of a process that this JVM need not have started. [ProcessHandle#onExit] notices the end of a stranger up to
/// five seconds late, and never when nobody collects its exit code, as in a container whose first process is no init.
final class ProcessEnd {

    private static final Duration PAUSE = Duration.ofMillis(10);

    private ProcessEnd() {}

    /// Waits for the end of a process and says whether it has come.
    static boolean await(ProcessHandle process, Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!hasCome(process)) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new EmbeddedServerException("Interrupted while process " + process.pid() + " stopped");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return true;
    }

    /// A process that has ended and still has its number has lost its command line.
    static boolean hasCome(ProcessHandle process) {
        return !process.isAlive() || process.info().arguments().isEmpty();
    }
}

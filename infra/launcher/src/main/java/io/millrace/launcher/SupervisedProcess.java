package io.millrace.launcher;

import io.millrace.runtime.lifecycle.Threads;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A child process that is started again when it ends, after a pause that grows while it keeps ending.
/// Thread-safe.
final class SupervisedProcess implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(SupervisedProcess.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /// After so long it is taken to work.
    private static final Duration STEADY = Duration.ofMinutes(1);

    private static final Duration POLITE = Duration.ofSeconds(5);

    private final String name;
    private final Starter starter;
    private final Duration firstPause;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable Process process;

    /// Makes the process.
    interface Starter {
        Process start() throws IOException;
    }

    /// Starts the process.
    ///
    /// @param firstPause before it is started again for the first time
    SupervisedProcess(String name, Starter starter, Duration firstPause) {
        this.name = name;
        this.starter = starter;
        this.firstPause = firstPause;
        this.thread = Threads.start(name + "-supervisor", this::supervise);
    }

    /// Whether the process runs now.
    boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        Threads.join(thread, POLITE.plusSeconds(2));
    }

    private void supervise() {
        Duration pause = firstPause;
        try {
            while (!closing) {
                long started = System.nanoTime();
                int code = runOnce();
                if (System.nanoTime() - started > STEADY.toNanos()) {
                    pause = firstPause;
                }
                LOGGER.atWarn()
                        .addKeyValue("process", name)
                        .addKeyValue("exit", code)
                        .addKeyValue("pause", pause)
                        .log("child process has ended and is started again");
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            // close() only.
        } finally {
            stop();
        }
    }

    private int runOnce() throws InterruptedException {
        try {
            Process started = starter.start();
            process = started;
            LOGGER.atInfo()
                    .addKeyValue("process", name)
                    .addKeyValue("pid", started.pid())
                    .log("child process started");
            return started.waitFor();
        } catch (IOException e) {
            LOGGER.atError().addKeyValue("process", name).setCause(e).log("child process cannot be started");
            return -1;
        }
    }

    private void stop() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(POLITE.toMillis(), TimeUnit.MILLISECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
        }
    }
}

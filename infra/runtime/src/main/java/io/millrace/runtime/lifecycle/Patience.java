package io.millrace.runtime.lifecycle;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits for something that a service needs at start: tries again, with growing pauses and jitter, until it
/// works or the service is told to stop. Says meanwhile what it waits for, and why the last try failed.
public final class Patience {

    private static final Logger LOGGER = LoggerFactory.getLogger(Patience.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final BooleanSupplier stopped;
    private volatile String waitingFor = "nothing tried yet";

    /// @param stopped whether nobody wants the result any more
    public Patience(BooleanSupplier stopped) {
        this.stopped = stopped;
    }

    /// Tries until it works.
    ///
    /// @param what is waited for, one word for health and logs
    /// @throws CancellationException when the service is told to stop
    public <T> T until(String what, Supplier<T> attempt) {
        long pause = FIRST_PAUSE.toNanos();
        boolean warned = false;
        while (true) {
            if (stopped.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                throw new CancellationException("stopped while waiting for " + what);
            }
            try {
                waitingFor = "waiting for " + what;
                T result = attempt.get();
                waitingFor = "start complete";
                return result;
            } catch (RuntimeException e) {
                waitingFor = "waiting for " + what + ": " + e.getMessage();
                if (!warned) {
                    warned = true;
                    LOGGER.atWarn()
                            .addKeyValue("for", what)
                            .addKeyValue("error", e.toString())
                            .log("waiting");
                }
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(pause / 2, pause));
            pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
        }
    }

    /// What is waited for now, and why.
    public String state() {
        return waitingFor;
    }
}

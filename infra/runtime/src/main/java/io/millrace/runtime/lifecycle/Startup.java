package io.millrace.runtime.lifecycle;

import io.millrace.runtime.health.Health;
import io.millrace.runtime.health.HealthChecks;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the parts of a service in the background, so that it answers health requests while it waits for what
/// it needs. Readiness says what that is.
public final class Startup implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Startup.class);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Thread thread;
    private volatile boolean stopped;
    private volatile boolean complete;

    private Startup(String service, HealthChecks checks, Consumer<Patience> parts, CompletableFuture<Void> failure) {
        Patience patience = new Patience(() -> stopped);
        checks.readiness("start", () -> complete ? Health.up("complete") : Health.down(patience.state()));
        thread = Threads.start(service + "-start", () -> run(service, checks, parts, patience, failure));
    }

    /// Begins to open the parts.
    ///
    /// @param parts opens them, waiting with the patience it is given
    /// @param failure completed exceptionally when a part cannot be opened for a reason that waiting does not
    ///     mend
    public static Startup begin(
            String service, HealthChecks checks, Consumer<Patience> parts, CompletableFuture<Void> failure) {
        return new Startup(service, checks, parts, failure);
    }

    /// Stops waiting and returns when no further part will be opened; to be called before the parts are closed.
    @Override
    public void close() {
        stopped = true;
        if (!Threads.join(thread, STOP)) {
            thread.interrupt();
        }
    }

    private void run(
            String service,
            HealthChecks checks,
            Consumer<Patience> parts,
            Patience patience,
            CompletableFuture<Void> failure) {
        try {
            parts.accept(patience);
            complete = true;
            checks.started();
            LOGGER.atInfo().addKeyValue("service", service).log("all parts are open");
        } catch (CancellationException e) {
            LOGGER.atInfo().addKeyValue("service", service).log("stopped before it was ready");
        } catch (RuntimeException | Error e) {
            if (stopped) {
                // What was under way was interrupted.
                LOGGER.atInfo()
                        .addKeyValue("service", service)
                        .addKeyValue("error", e.toString())
                        .log("stopped before it was ready");
            } else {
                // An error too: a service whose start has died must not look as if it waited.
                failure.completeExceptionally(e);
            }
        }
    }
}

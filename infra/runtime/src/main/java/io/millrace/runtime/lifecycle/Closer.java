package io.millrace.runtime.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds what a service has opened and closes it newest first. A failure to close is logged and does not keep the
/// rest open. Closing twice does nothing. Not thread-safe while it is filled; `close` is.
public final class Closer implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Closer.class);

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    /// Takes over a resource.
    ///
    /// @return the resource
    public <T extends AutoCloseable> T add(T resource) {
        synchronized (resources) {
            resources.push(resource);
        }
        return resource;
    }

    /// Closes everything because a launch has failed half way; failures to close join the failure.
    public void closeBecauseOf(Throwable failure) {
        for (AutoCloseable resource = next(); resource != null; resource = next()) {
            try {
                resource.close();
            } catch (Exception e) {
                restoreInterrupt(e);
                failure.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() {
        for (AutoCloseable resource = next(); resource != null; resource = next()) {
            try {
                resource.close();
            } catch (Exception e) {
                restoreInterrupt(e);
                LOGGER.atWarn()
                        .addKeyValue("resource", resource.getClass().getSimpleName())
                        .setCause(e)
                        .log("could not close");
            }
        }
    }

    private static void restoreInterrupt(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable AutoCloseable next() {
        synchronized (resources) {
            return resources.poll();
        }
    }
}

package io.millrace.runtime.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds what a service has opened and closes it newest first. A failure to close is logged and does not keep
/// the rest open. Closing twice does nothing. Thread-safe.
public final class Closer implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(Closer.class);

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private boolean closed;

    /// Opens something that holds several resources. When that fails half way, what is open is closed, newest
    /// first, and failures to close join the failure.
    ///
    /// @param open adds each resource to the closer as soon as it is there
    public static <T> T opening(Function<Closer, T> open) {
        Closer resources = new Closer();
        try {
            return open.apply(resources);
        } catch (RuntimeException | Error failure) {
            resources.closeBecauseOf(failure);
            throw failure;
        }
    }

    /// Takes over a resource. One that comes too late is closed at once: a start that was interrupted may
    /// still have something in its hands.
    ///
    /// @return the resource
    /// @throws CancellationException when the others are closed already
    public <T extends AutoCloseable> T add(T resource) {
        synchronized (resources) {
            if (!closed) {
                resources.push(resource);
                return resource;
            }
        }
        closeOrLog(resource);
        throw new CancellationException("closed already");
    }

    /// Closes everything because a launch has failed half way; failures to close join the failure.
    public void closeBecauseOf(Throwable failure) {
        for (AutoCloseable resource = next(); resource != null; resource = next()) {
            try {
                resource.close();
            } catch (Exception | Error e) {
                restoreInterrupt(e);
                failure.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() {
        for (AutoCloseable resource = next(); resource != null; resource = next()) {
            closeOrLog(resource);
        }
    }

    private static void closeOrLog(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception | Error e) {
            restoreInterrupt(e);
            LOGGER.atWarn()
                    .addKeyValue("resource", resource.getClass().getSimpleName())
                    .setCause(e)
                    .log("could not close");
        }
    }

    private static void restoreInterrupt(Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable AutoCloseable next() {
        synchronized (resources) {
            closed = true;
            return resources.poll();
        }
    }
}

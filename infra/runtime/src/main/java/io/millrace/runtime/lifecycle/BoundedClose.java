package io.millrace.runtime.lifecycle;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes a service at the end of its process, and gives up when that takes too long: whoever stops processes
/// one after the other must not wait for one that hangs.
final class BoundedClose {

    private static final Logger LOGGER = LoggerFactory.getLogger(BoundedClose.class);

    private BoundedClose() {}

    /// Returns when the service is closed.
    ///
    /// @param giveUp is called instead, from another thread, when the service takes longer than it may
    static void run(String name, Service service, Runnable giveUp) {
        CountDownLatch closed = new CountDownLatch(1);
        var _ = Threads.start(name + "-shutdown-limit", () -> {
            try {
                if (!closed.await(service.shutdownTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
                    LOGGER.atError()
                            .addKeyValue("service", name)
                            .addKeyValue("limit", service.shutdownTimeout())
                            .log("does not close, ending without it");
                    giveUp.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            service.close();
        } finally {
            closed.countDown();
        }
    }
}

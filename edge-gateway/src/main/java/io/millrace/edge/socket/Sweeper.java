package io.millrace.edge.socket;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that looks at the deadlines of all connections of a listener. A platform thread: it must run
/// when the carriers of the virtual threads are all busy.
final class Sweeper implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Sweeper.class);
    private static final long LONGEST_PERIOD = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int CHECKS_PER_DEADLINE = 8;

    /// What to do when a connection breaks before its owner took it over.
    private final Map<Link, Runnable> links = new ConcurrentHashMap<>();

    private final ScheduledExecutorService executor;
    private final ScheduledFuture<?> sweeping;

    private Sweeper(Duration period) {
        executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("millrace-socket-sweeper").factory());
        sweeping = executor.scheduleWithFixedDelay(
                this::sweepSafely, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Looks often enough that a deadline is missed by at most an eighth of the shortest one.
    static Sweeper start(SocketSettings settings) {
        long shortest = Math.min(
                Math.min(
                        settings.writeTimeout().toNanos(),
                        settings.closeTimeout().toNanos()),
                Math.min(
                        settings.handshakeTimeout().toNanos(),
                        settings.transferTimeout().toNanos()));
        long period = Math.clamp(shortest / CHECKS_PER_DEADLINE, TimeUnit.MILLISECONDS.toNanos(1), LONGEST_PERIOD);
        return new Sweeper(Duration.ofNanos(period));
    }

    /// Watches a connection from now on.
    ///
    /// @param unclaimed called when it breaks before [#claim]
    void watch(Link link, Runnable unclaimed) {
        links.put(link, unclaimed);
    }

    /// From now on the caller will [#forget].
    void claim(Link link) {
        links.put(link, Sweeper::nothing);
    }

    void forget(Link link) {
        links.remove(link);
    }

    int watched() {
        return links.size();
    }

    void sweep(long now) {
        links.forEach((link, unclaimed) -> {
            link.check(now);
            if (link.isClosed()) {
                links.remove(link);
                unclaimed.run();
            }
        });
    }

    /// Stops watching and breaks what is still there: without deadlines it could stay for ever.
    @Override
    public void close() {
        sweeping.cancel(false);
        executor.shutdownNow();
        links.forEach((link, unclaimed) -> {
            link.reset();
            links.remove(link);
            unclaimed.run();
        });
    }

    private void sweepSafely() {
        try {
            sweep(System.nanoTime());
        } catch (RuntimeException failure) {
            LOGGER.atError().setCause(failure).log("deadline check failed");
        }
    }

    private static void nothing() {}
}

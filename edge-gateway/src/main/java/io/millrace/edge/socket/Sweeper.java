package io.millrace.edge.socket;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that looks at the deadlines of all connections of a listener. A platform thread: it must run
/// when the carriers of the virtual threads are all busy.
final class Sweeper implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Sweeper.class);
    private static final long LONGEST_PERIOD = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final Duration AFTER_BREAKING = Duration.ofSeconds(1);
    private static final int CHECKS_PER_DEADLINE = 8;

    private final Map<Link, Owner> links = new ConcurrentHashMap<>();

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
    void watch(Link link, Owner owner) {
        links.put(link, owner);
    }

    /// From now on another owner answers for the connection, and will [#forget] it.
    void claim(Link link, Owner owner) {
        links.put(link, owner);
    }

    void forget(Link link) {
        links.remove(link);
    }

    int watched() {
        return links.size();
    }

    void sweep(long now) {
        links.forEach((link, owner) -> {
            link.check(now);
            if (link.isClosed()) {
                links.remove(link);
                owner.broken();
            }
        });
    }

    /// Tells all open WebSockets that the server stops, waits for their end, and breaks those that do not end.
    void goodbye(Duration atMost) {
        Map<Link, Owner> leaving = new HashMap<>();
        links.forEach((link, owner) -> {
            if (owner.isOpen()) {
                leaving.put(link, owner);
                Thread.ofVirtual().name("millrace-socket-goodbye").start(owner::goodbye);
            }
        });
        awaitEnd(leaving.values(), atMost);
        leaving.forEach((link, owner) -> {
            if (owner.isOpen()) {
                owner.giveUp();
                link.reset();
            }
        });
        awaitEnd(leaving.values(), AFTER_BREAKING);
    }

    /// Stops watching and breaks what is still there: without deadlines it could stay for ever.
    @Override
    public void close() {
        sweeping.cancel(false);
        executor.shutdownNow();
        links.forEach((link, owner) -> {
            link.reset();
            links.remove(link);
            owner.broken();
        });
    }

    private static void awaitEnd(Collection<Owner> owners, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (owners.stream().anyMatch(Owner::isOpen)
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void sweepSafely() {
        try {
            sweep(System.nanoTime());
        } catch (RuntimeException failure) {
            LOGGER.atError().setCause(failure).log("deadline check failed");
        }
    }
}

package io.millrace.edge.session;

import io.millrace.edge.protocol.DisconnectCode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// The open sessions of an edge. Thread-safe.
public final class SessionRegistry {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final int limit;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger reserved = new AtomicInteger();
    private volatile boolean draining;

    /// @param limit sessions at most
    public SessionRegistry(int limit) {
        this.limit = limit;
    }

    /// Takes a place for a connection that is about to open.
    ///
    /// @return false when the edge is full or draining; nothing was taken then
    public boolean reserve() {
        if (draining) {
            return false;
        }
        if (reserved.incrementAndGet() > limit) {
            reserved.decrementAndGet();
            return false;
        }
        return true;
    }

    /// Gives a place back; once for each successful [#reserve].
    void release(Session session) {
        sessions.remove(session);
        reserved.decrementAndGet();
    }

    void opened(Session session) {
        sessions.add(session);
        if (draining) {
            session.disconnect(DisconnectCode.SHUTDOWN);
        }
    }

    /// Whether new connections are refused because the edge is going away.
    public boolean isDraining() {
        return draining;
    }

    /// Open sessions.
    public int size() {
        return sessions.size();
    }

    /// Different users among the open sessions; anonymous ones count as one.
    public int users() {
        return Math.toIntExact(sessions.stream()
                .map(session -> session.identity().user())
                .distinct()
                .count());
    }

    /// Bytes that wait in all outboxes.
    public long queuedBytes() {
        long bytes = 0;
        for (Session session : sessions) {
            bytes += session.queuedBytes();
        }
        return bytes;
    }

    /// Lets every session look at its deadlines.
    public void tick(long nowNanos) {
        for (Session session : sessions) {
            try {
                session.tick(nowNanos);
            } catch (RuntimeException failure) {
                session.failed(failure);
            }
        }
    }

    /// Refuses new connections and closes the open ones with 3001, spread evenly over a window so that they
    /// do not all reconnect at once. Returns when all have ended, or a grace period after the window.
    public void drain(Duration window, Duration grace) {
        draining = true;
        List<Session> leaving = List.copyOf(sessions);
        long started = System.nanoTime();
        int done = 0;
        for (Session session : leaving) {
            long due = started + window.toNanos() / Math.max(1, leaving.size()) * done++;
            while (System.nanoTime() < due && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            session.disconnect(DisconnectCode.SHUTDOWN);
        }
        long deadline = System.nanoTime() + grace.toNanos();
        while (!sessions.isEmpty()
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}

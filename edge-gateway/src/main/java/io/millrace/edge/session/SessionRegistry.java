package io.millrace.edge.session;

import io.millrace.edge.config.Limits;
import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.id.UserId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// The open sessions of an edge. Thread-safe.
public final class SessionRegistry {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Limits limits;
    private final ConnectionRate rate;
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final UserIndex users = new UserIndex();
    private final AtomicInteger reserved = new AtomicInteger();
    private volatile boolean draining;

    /// @param limits of the edge and of each user
    public SessionRegistry(Limits limits) {
        this.limits = limits;
        this.rate = new ConnectionRate(limits.connectionRate(), System.nanoTime());
    }

    /// Takes a place for a connection that is about to open.
    ///
    /// @return false when the edge is full or draining, or connections come too fast; nothing was taken then
    public boolean reserve() {
        if (draining || !rate.take(System.nanoTime())) {
            return false;
        }
        if (reserved.incrementAndGet() > limits.connections()) {
            reserved.decrementAndGet();
            return false;
        }
        return true;
    }

    /// Gives a place back; once for each successful [#reserve].
    void release(Session session) {
        sessions.remove(session);
        forget(session);
        reserved.decrementAndGet();
    }

    void opened(Session session) {
        sessions.add(session);
        if (draining) {
            session.disconnect(DisconnectCode.SHUTDOWN);
        }
    }

    /// A session has learnt whose it is.
    ///
    /// @return false when the user has as many sessions here as it may have
    boolean identified(Session session) {
        UserId user = session.identity().user();
        boolean added =
                user.isAnonymous() || users.add(user, session, limits.session().userConnections());
        if (session.hasEnded()) {
            // Its end may have come between and found nothing to take out.
            forget(session);
        }
        return added;
    }

    private void forget(Session session) {
        users.remove(session.identity().user(), session);
    }

    /// The sessions of a user, as of now or a moment later. Those without a name are looked for among all.
    Collection<Session> of(UserId user) {
        return user.isAnonymous()
                ? sessions.stream().filter(SessionRegistry::isAnonymous).toList()
                : users.of(user);
    }

    /// Different users among the sessions; all without a name count as one.
    public int users() {
        return users.size() + (sessions.stream().anyMatch(SessionRegistry::isAnonymous) ? 1 : 0);
    }

    /// Not one of which nobody knows yet whose it is.
    private static boolean isAnonymous(Session session) {
        return session.isIdentified() && session.identity().user().isAnonymous();
    }

    /// Subscriptions of all sessions.
    public int subscriptions() {
        return sessions.stream().mapToInt(Session::subscriptionCount).sum();
    }

    /// Whether new connections are refused because the edge is going away.
    public boolean isDraining() {
        return draining;
    }

    /// Open sessions.
    public int size() {
        return sessions.size();
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

package io.millrace.edge.api;

import io.millrace.edge.publish.EdgeAddress;
import io.millrace.edge.publish.EdgeMail;
import io.millrace.edge.publish.LogGate;
import io.millrace.id.Incarnation;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.edge.EdgeControl;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.EdgeReport;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a control to every live edge, this one included, and collects their reports. An edge that dies in
/// between has no connections any more, so nobody waits for it longer than the directory names it. Thread-safe.
public final class Fanout {

    private static final Logger LOGGER = LoggerFactory.getLogger(Fanout.class);

    private final EdgeMail mail;
    private final Supplier<List<EdgeAddress>> live;
    private final Supplier<EdgeAddress> own;
    private final long patienceNanos;
    private final Executor executor;
    private final LogGate unsent = new LogGate(LOGGER, "control not sent");
    private final AtomicLong correlations = new AtomicLong();
    private final Map<Long, Collection> collections = new ConcurrentHashMap<>();

    /// @param live edges that live now; may lack this one in its first moments
    /// @param own address of this edge
    /// @param patience how long edges have to report
    /// @param executor runs what waits for the reports
    public Fanout(
            EdgeMail mail,
            Supplier<List<EdgeAddress>> live,
            Supplier<EdgeAddress> own,
            Duration patience,
            Executor executor) {
        this.mail = mail;
        this.live = live;
        this.own = own;
        this.patienceNanos = patience.toNanos();
        this.executor = executor;
    }

    /// What came back.
    ///
    /// @param reports of the edges, in no particular order
    /// @param silent edges that live and did not report in time
    public record Outcome(List<EdgeReport> reports, Set<Incarnation> silent) {}

    /// Sends a control to everybody.
    ///
    /// @param control without a reply address
    public CompletableFuture<Outcome> send(EdgeControl.Builder control) {
        Set<EdgeAddress> everybody = new HashSet<>(live.get());
        EdgeAddress here = own.get();
        everybody.add(here);
        long correlation = correlations.incrementAndGet();
        Collection collection = new Collection(everybody, System.nanoTime() + patienceNanos);
        collections.put(correlation, collection);
        EdgeControl ready = control.setReplyTo(new ReplyAddress(
                        here.inbox().partition(), here.incarnation().value(), correlation))
                .build();
        everybody.forEach(edge -> mail(edge, ready, () -> {
            if (collection.fail(edge.incarnation())) {
                collections.remove(correlation);
            }
        }));
        return collection.outcome;
    }

    /// Takes a report; one that nobody waits for is a repeat or too late.
    public void report(EdgeReport report) {
        Collection collection = collections.get(report.getCorrelation());
        if (collection != null && collection.add(report)) {
            collections.remove(report.getCorrelation());
        }
    }

    /// Gives up on those that are overdue, and no longer waits for edges that are gone.
    public void sweep(long nowNanos) {
        if (collections.isEmpty()) {
            return;
        }
        Set<Incarnation> alive = new HashSet<>();
        live.get().forEach(edge -> alive.add(edge.incarnation()));
        collections.forEach((correlation, collection) -> {
            if (collection.sweep(alive, nowNanos)) {
                collections.remove(correlation);
            }
        });
    }

    /// Controls that wait for reports, for metrics.
    public int size() {
        return collections.size();
    }

    private void mail(EdgeAddress edge, EdgeControl control, Runnable failed) {
        try {
            EdgeDelivery delivery = EdgeDelivery.newBuilder()
                    .setIncarnation(edge.incarnation().value())
                    .setRoom("")
                    .setControl(control)
                    .build();
            mail.send(edge, delivery, failure -> {
                if (failure != null) {
                    unsent.warn(failure);
                    failed.run();
                }
            });
        } catch (RuntimeException e) {
            unsent.warn(e);
            failed.run();
        }
    }

    /// The reports to one control.
    private final class Collection {

        private final Map<Incarnation, Boolean> waiting = new HashMap<>();
        private final Map<Incarnation, EdgeReport> reports = new HashMap<>();
        private final long deadlineNanos;
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        Collection(Set<EdgeAddress> everybody, long deadlineNanos) {
            everybody.forEach(edge -> waiting.put(edge.incarnation(), true));
            this.deadlineNanos = deadlineNanos;
        }

        /// True when everybody has reported.
        synchronized boolean add(EdgeReport report) {
            Incarnation from = new Incarnation(report.getIncarnation());
            if (waiting.remove(from) != null) {
                reports.put(from, report);
            }
            return finishedWhen(waiting.isEmpty());
        }

        /// It could not be sent to that edge; true when nobody else is waited for.
        synchronized boolean fail(Incarnation edge) {
            waiting.computeIfPresent(edge, (same, reachable) -> false);
            return finishedWhen(!waiting.containsValue(true));
        }

        synchronized boolean sweep(Set<Incarnation> alive, long nowNanos) {
            waiting.keySet().retainAll(alive);
            return finishedWhen(!waiting.containsValue(true) || nowNanos - deadlineNanos >= 0);
        }

        private boolean finishedWhen(boolean finished) {
            if (finished) {
                Outcome whole = new Outcome(List.copyOf(reports.values()), Set.copyOf(waiting.keySet()));
                // Whoever waits must not run on the thread that reads the inbox.
                outcome.completeAsync(() -> whole, executor);
            }
            return finished;
        }
    }
}

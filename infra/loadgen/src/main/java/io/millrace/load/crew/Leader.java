package io.millrace.load.crew;

import io.millrace.load.record.Counter;
import io.millrace.load.record.Second;
import io.millrace.load.record.Snapshot;
import io.millrace.load.report.Timeline;
import io.millrace.load.scenario.Phase;
import io.millrace.load.scenario.Scenario;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Leads the workers of a run through its phases and adds up what they measured.
///
/// Everything happens on the thread that calls [#lead]; workers only put events into its queue.
public final class Leader {

    private static final long SECOND = 1_000_000_000L;
    private static final long TICK_MILLIS = 50;
    private static final long HEAD_START = 100_000_000L;
    private static final long LONGEST_STANDSTILL = 60 * SECOND;
    private static final long LONGEST_STOP = 10 * SECOND;

    private final Scenario scenario;
    private final List<Worker> workers = new ArrayList<>();
    private final Watcher watcher;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Map<Phase, Set<Integer>> ready = new EnumMap<>(Phase.class);
    private final Map<Phase, Long> begun = new EnumMap<>(Phase.class);
    private final TreeMap<Long, Second> seconds = new TreeMap<>();
    private final Map<Integer, Snapshot> finished = new TreeMap<>();
    private final Map<Counter, Long> counts = new EnumMap<>(Counter.class);
    private long shown = Long.MIN_VALUE;
    private long lastProgress;
    private long lastSteps;
    private long stopBy;
    private boolean stopped;
    private @Nullable String failure;

    /// Hears how a run gets on; called on the leader's thread.
    public interface Watcher {

        /// A phase begins now.
        void begins(Phase phase);

        /// A second of all workers together.
        ///
        /// @param phase that the run is in
        void passed(Phase phase, Second second);
    }

    /// What became of a run.
    public sealed interface Outcome {

        /// It ended.
        ///
        /// @param stopped whether early, because somebody wanted so
        record Ended(Timeline timeline, Snapshot snapshot, boolean stopped) implements Outcome {}

        /// It could not go on.
        ///
        /// @param why a sentence without a full stop
        record Failed(String why) implements Outcome {}
    }

    Leader(Scenario scenario, Watcher watcher) {
        this.scenario = scenario;
        this.watcher = watcher;
    }

    /// Where workers put what they tell.
    Consumer<Event> events() {
        return events::add;
    }

    /// Adds a worker that has been launched; it is closed with the run.
    void add(Worker worker) {
        workers.add(worker);
    }

    /// Asks for an early end; from any thread.
    void stop() {
        events.add(new Event.Stop());
    }

    /// Leads until all workers have finished, one has failed, or the run has been stopped. No worker runs
    /// afterwards.
    Outcome lead() throws InterruptedException {
        try {
            begun.put(Phase.CONNECT, System.nanoTime());
            lastProgress = System.nanoTime();
            while (finished.size() < workers.size() && failure == null) {
                Event event = events.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                if (event != null) {
                    take(event);
                }
                tick(System.nanoTime());
            }
        } finally {
            workers.forEach(Worker::close);
        }
        if (failure != null) {
            return new Outcome.Failed(failure);
        }
        show(Long.MAX_VALUE);
        return new Outcome.Ended(timeline(), snapshot(), stopped);
    }

    private void take(Event event) {
        switch (event) {
            case Event.Ready(int worker, Phase next) -> ready(worker, next);
            case Event.Passed(int _, Second second) -> {
                seconds.merge(second.at(), second, Second::plus);
                second.counts().forEach((counter, number) -> counts.merge(counter, number, Long::sum));
            }
            case Event.Finished(int worker, Snapshot totals) -> finished.put(worker, totals);
            case Event.Failed(int _, String why) -> failure = why;
            case Event.Stop() -> {
                stopped = true;
                stopBy = System.nanoTime() + LONGEST_STOP;
                workers.forEach(Worker::stop);
            }
        }
    }

    private void ready(int worker, Phase next) {
        Set<Integer> who = ready.computeIfAbsent(next, _ -> new HashSet<>());
        who.add(worker);
        if (who.size() == workers.size() && next != Phase.CLOSE) {
            go(next);
        }
    }

    private void go(Phase phase) {
        // Orders to other processes take their time, and nobody shall begin late.
        long start = System.nanoTime() + (workers.size() == 1 ? 0 : HEAD_START);
        begun.put(phase, start);
        lastProgress = start;
        watcher.begins(phase);
        workers.forEach(worker -> worker.go(phase, start));
    }

    private void tick(long now) {
        show(Math.floorDiv(now - SECOND / 4, SECOND));
        if (stopped) {
            if (now - stopBy > 0) {
                failure = "the run was stopped, but did not end within " + LONGEST_STOP / SECOND + " s";
            }
        } else if (!begun.containsKey(Phase.LOAD)) {
            requireProgress(now);
        } else if (!begun.containsKey(Phase.CLOSE)
                && ready.getOrDefault(Phase.CLOSE, Set.of()).size() == workers.size()
                && (isDrained() || now - drainBy() > 0)) {
            go(Phase.CLOSE);
        }
    }

    /// Shows seconds that no worker adds to any more.
    private void show(long upTo) {
        for (Second second : seconds.tailMap(shown, false).values()) {
            if (second.at() > upTo) {
                return;
            }
            shown = second.at();
            watcher.passed(phase(), second);
        }
    }

    private void requireProgress(long now) {
        long steps = count(Counter.OPENED) + count(Counter.SUBSCRIBED);
        if (steps != lastSteps) {
            lastSteps = steps;
            lastProgress = now;
        }
        if (now - lastProgress > LONGEST_STANDSTILL) {
            failure = "nobody got any further for " + LONGEST_STANDSTILL / SECOND + " s: "
                    + (count(Counter.OPENED) - count(Counter.CLOSED)) + " of "
                    + scenario.workload().connections() + " clients are connected, "
                    + count(Counter.FAILED) + " attempts failed, " + count(Counter.SUBSCRIBED) + " subscriptions were"
                    + " made and " + count(Counter.SUBSCRIBE_REFUSED) + " refused";
        }
    }

    private boolean isDrained() {
        return count(Counter.SENT) <= count(Counter.ACKED) + count(Counter.REFUSED) + count(Counter.UNKNOWN)
                && count(Counter.EXPECTED) <= count(Counter.DELIVERED) + count(Counter.SKIPPED);
    }

    private long drainBy() {
        return begun.getOrDefault(Phase.DRAIN, 0L) + scenario.phases().drain().toNanos();
    }

    private long count(Counter counter) {
        return counts.getOrDefault(counter, 0L);
    }

    private Phase phase() {
        Phase last = Phase.CONNECT;
        for (Phase phase : Phase.values()) {
            last = begun.containsKey(phase) ? phase : last;
        }
        return last;
    }

    private Timeline timeline() {
        return Timeline.of(
                begun.getOrDefault(Phase.CONNECT, 0L),
                begun.getOrDefault(Phase.LOAD, 0L),
                begun.getOrDefault(Phase.DRAIN, 0L),
                System.nanoTime(),
                scenario.phases());
    }

    private Snapshot snapshot() {
        Snapshot sum = Snapshot.EMPTY;
        for (Snapshot totals : finished.values()) {
            sum = sum.plus(
                    new Snapshot(totals.counts(), totals.closed(), totals.refused(), totals.timings(), List.of()));
        }
        return new Snapshot(sum.counts(), sum.closed(), sum.refused(), sum.timings(), List.copyOf(seconds.values()));
    }
}

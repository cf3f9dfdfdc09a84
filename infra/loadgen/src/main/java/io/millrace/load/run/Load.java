package io.millrace.load.run;

import io.millrace.load.client.Answer;
import io.millrace.load.record.Counter;
import io.millrace.load.record.Timing;
import io.millrace.load.scenario.Schedule;
import io.millrace.load.scenario.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// What happens while the schedule runs, kind by kind. Everything is done on the event loop.
final class Load {

    private static final Duration GRANTS = Duration.ofMillis(100);
    private static final int STORM_PAUSES = 1_000;

    private final Stage stage;
    private final Clients clients;
    private final long startNanos;
    private final List<CompletableFuture<Void>> loops = new ArrayList<>();

    /// @param startNanos of the ramp, reading of `System.nanoTime()`
    Load(Stage stage, Clients clients, long startNanos) {
        this.stage = stage;
        this.clients = clients;
        this.startNanos = startNanos;
    }

    /// Begins.
    ///
    /// @return completes with the last operation, not before the end of the steady phase
    CompletableFuture<Void> start(Publications publications) {
        Workload workload = stage.scenario().workload();
        operate(workload.traffic().rate(), publications);
        switch (workload) {
            case Workload.ReconnectStorm storm -> storms(storm);
            case Workload.SlowReaders slow -> grants(slow);
            case Workload.SubscriptionChurn churn -> operate(churn.rate(), this::move);
            case Workload.PresenceChurn churn -> {
                operate(churn.rate(), (number, _) -> visit(number));
                operate(churn.queries(), this::ask);
            }
            case Workload.Idle _, Workload.Chat _, Workload.FanOut _ -> {}
        }
        loops.add(end());
        return CompletableFuture.allOf(loops.toArray(CompletableFuture[]::new));
    }

    private void operate(double rate, OpenLoop.Operation operation) {
        Schedule schedule = new Schedule(rate, stage.scenario().phases());
        loops.add(new OpenLoop(stage, schedule, startNanos, operation).start());
    }

    private void storms(Workload.ReconnectStorm storm) {
        long first = stage.scenario().phases().ramp().plus(storm.after()).toNanos();
        for (int number = 0; number < storm.times(); number++) {
            int turn = number;
            at(first + storm.every().toNanos() * number, () -> cut(storm, turn));
        }
    }

    private void cut(Workload.ReconnectStorm storm, int turn) {
        clients.members(member -> {
            if (stage.roster().isCut(member.connection(), turn)) {
                double pause = stage.roster().fraction(member.connection(), STORM_PAUSES + turn)
                        * storm.spread().toMillis();
                member.cut(Duration.ofMillis((long) pause));
            }
        });
    }

    private void grants(Workload.SlowReaders slow) {
        long bytes = slow.bytesPerSecond() * GRANTS.toMillis() / 1_000;
        if (bytes > 0) {
            var _ = stage.loop()
                    .scheduleAtFixedRate(
                            () -> clients.members(member -> member.grant(bytes)),
                            0,
                            GRANTS.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private boolean move(long number, long dueNanos) {
        if (clients.get(stage.roster().mover(number)) instanceof Wanderer wanderer) {
            wanderer.move(number / stage.scenario().workload().others() + 1, dueNanos);
            return true;
        }
        return false;
    }

    private boolean visit(long number) {
        if (clients.get(stage.roster().mover(number)) instanceof Visitor visitor) {
            visitor.visit(number / stage.scenario().workload().others());
            return true;
        }
        return false;
    }

    private boolean ask(long number, long dueNanos) {
        if (clients.get(stage.roster().asker(number)) instanceof Member member) {
            var _ = member.askWhoIsThere().thenAccept(answer -> {
                if (answer instanceof Answer.Done) {
                    stage.lane().count(Counter.PRESENCE_ANSWERS);
                    stage.lane().time(Timing.PRESENCE, dueNanos, System.nanoTime());
                }
            });
            return true;
        }
        return false;
    }

    private CompletableFuture<Void> end() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        long end = stage.scenario()
                .phases()
                .ramp()
                .plus(stage.scenario().phases().steady())
                .toNanos();
        at(end, () -> ended.complete(null));
        return ended;
    }

    private void at(long afterStart, Runnable action) {
        long delay = startNanos + afterStart - System.nanoTime();
        var _ = stage.loop().schedule(action, Math.max(0, delay), TimeUnit.NANOSECONDS);
    }
}

package io.millrace.load.run;

import io.millrace.load.record.Lane;
import io.millrace.load.scenario.Schedule;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Does one kind of operation when it is due, whatever became of those before: who falls behind acts at once,
/// and the delay counts as latency (no coordinated omission). Confined to the event loop.
final class OpenLoop {

    /// Operations in a row before others get their turn on the event loop.
    private static final int AT_ONCE = 64;

    private final EventLoop loop;
    private final Lane lane;
    private final Schedule schedule;
    private final long startNanos;
    private final Operation operation;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private long next;

    /// What happens at one point of the schedule.
    interface Operation {

        /// Does it, when this process's clients have to.
        ///
        /// @param number of the operation in the whole run, from 0
        /// @param dueNanos reading of `System.nanoTime()`
        /// @return whether it was for this process
        boolean run(long number, long dueNanos);
    }

    /// @param startNanos of the schedule, reading of `System.nanoTime()`
    OpenLoop(Stage stage, Schedule schedule, long startNanos, Operation operation) {
        this.loop = stage.loop();
        this.lane = stage.lane();
        this.schedule = schedule;
        this.startNanos = startNanos;
        this.operation = operation;
    }

    /// Begins.
    ///
    /// @return completes when the last operation is begun, or fails with what an operation threw
    CompletableFuture<Void> start() {
        loop.execute(this::turn);
        return done;
    }

    private void turn() {
        try {
            int count = 0;
            for (; next < schedule.operations(); next++) {
                long due = startNanos + schedule.due(next);
                long now = System.nanoTime();
                if (due - now > 0) {
                    var _ = loop.schedule(this::turn, due - now, TimeUnit.NANOSECONDS);
                    return;
                }
                if (count == AT_ONCE) {
                    loop.execute(this::turn);
                    return;
                }
                if (operation.run(next, due)) {
                    lane.lag(now - due);
                    count++;
                }
            }
            done.complete(null);
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }
}

package io.millrace.load.socket;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/// Lets connections start no faster than they should, first come, first served.
/// Confined to one event loop; `submit` and `finished` come from any thread.
final class ConnectGate {

    private final EventLoop loop;
    private final int atOnce;
    private final long nanosBetween;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int underWay;
    private long nextNanos = System.nanoTime();
    private boolean timerSet;

    /// @param atOnce connections under way
    /// @param perSecond connections started, 0 for no limit
    ConnectGate(EventLoop loop, int atOnce, int perSecond) {
        this.loop = loop;
        this.atOnce = atOnce;
        this.nanosBetween = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /// Runs the start as soon as it may; it must lead to one call of [#finished].
    void submit(Runnable start) {
        loop.execute(() -> {
            waiting.add(start);
            drain();
        });
    }

    /// A connection is open or has failed.
    void finished() {
        loop.execute(() -> {
            underWay--;
            drain();
        });
    }

    private void drain() {
        while (underWay < atOnce && !waiting.isEmpty()) {
            long now = System.nanoTime();
            if (nextNanos - now > 0) {
                wakeUpIn(nextNanos - now);
                return;
            }
            // A pause is not made up for: the limit also holds after it. Late timers are.
            nextNanos = Math.max(nextNanos, now - TimeUnit.MILLISECONDS.toNanos(10)) + nanosBetween;
            underWay++;
            waiting.remove().run();
        }
    }

    private void wakeUpIn(long nanos) {
        if (!timerSet) {
            timerSet = true;
            var _ = loop.schedule(
                    () -> {
                        timerSet = false;
                        drain();
                    },
                    nanos,
                    TimeUnit.NANOSECONDS);
        }
    }
}

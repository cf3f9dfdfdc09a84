package io.millrace.load.client;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// Notices that a server has fallen silent, which a connection that is only half there does not tell by itself.
/// Confined to one event loop. The timer runs once a period, not once a message.
final class Heartbeat {

    /// What the protocol's SDKs grant the server beyond its interval.
    private static final int GRACE_SECONDS = 10;

    private final EventLoop loop;
    private final long patienceNanos;
    private final LongSupplier heardNanos;
    private final Runnable silent;
    private Future<?> timer;

    /// @param heardNanos when something was heard last
    /// @param silent what to do when that is too long ago
    Heartbeat(EventLoop loop, int pingSeconds, LongSupplier heardNanos, Runnable silent) {
        this.loop = loop;
        this.patienceNanos = TimeUnit.SECONDS.toNanos(pingSeconds + GRACE_SECONDS);
        this.heardNanos = heardNanos;
        this.silent = silent;
        this.timer = loop.schedule(this::check, patienceNanos, TimeUnit.NANOSECONDS);
    }

    void stop() {
        timer.cancel(false);
    }

    private void check() {
        long left = patienceNanos - (System.nanoTime() - heardNanos.getAsLong());
        if (left <= 0) {
            silent.run();
        } else {
            timer = loop.schedule(this::check, left, TimeUnit.NANOSECONDS);
        }
    }
}

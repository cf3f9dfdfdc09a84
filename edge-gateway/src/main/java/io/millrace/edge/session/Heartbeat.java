package io.millrace.edge.session;

import io.millrace.edge.config.Timing;
import java.util.concurrent.ThreadLocalRandom;

/// When a session has to be pinged, and whether it has answered. Not thread-safe: guarded by its session.
///
/// Only pongs count as a sign of life; a pong that was not asked for is a violation (protocol section 4.1).
final class Heartbeat {

    private final long pingNanos;
    private final long pongNanos;
    private long nextPing;
    private long pongDue;
    private boolean awaitingPong;

    /// The first ping falls at a random point of the second half of the interval, so that clients that came
    /// together are not pinged together.
    Heartbeat(Timing timing, long nowNanos) {
        this.pingNanos = timing.ping().toNanos();
        this.pongNanos = timing.pong().toNanos();
        this.nextPing = nowNanos + ThreadLocalRandom.current().nextLong(pingNanos / 2, pingNanos);
    }

    /// What is due.
    enum Due {
        NOTHING,
        PING,
        NO_PONG
    }

    Due tick(long nowNanos) {
        if (awaitingPong && nowNanos - pongDue >= 0) {
            return Due.NO_PONG;
        }
        if (nowNanos - nextPing >= 0) {
            nextPing = nowNanos + pingNanos;
            pongDue = nowNanos + pongNanos;
            awaitingPong = true;
            return Due.PING;
        }
        return Due.NOTHING;
    }

    /// Takes a pong; false when no ping was waiting for one.
    boolean pong() {
        boolean expected = awaitingPong;
        awaitingPong = false;
        return expected;
    }
}

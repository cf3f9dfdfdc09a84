package io.millrace.moderation.scorer.model;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// Keeps work away from a model that fails: five failures within half a minute, and for as long nobody asks
/// it; then one may try. Times are nanoseconds of a clock that never jumps. Thread-safe.
final class Breaker {

    private static final int FAILURES = 5;
    private static final long WINDOW = Duration.ofSeconds(30).toNanos();
    private static final long PAUSE = Duration.ofSeconds(30).toNanos();

    private final Deque<Long> failures = new ArrayDeque<>();
    private State state = State.CLOSED;
    private long until;

    /// Whether work gets through.
    enum State {
        /// All of it.
        CLOSED,
        /// None.
        OPEN,
        /// One batch, to see.
        HALF_OPEN
    }

    /// Whether the model may be asked. Whoever is let through says how it went.
    synchronized boolean admits(long now) {
        return switch (state) {
            case CLOSED -> true;
            case OPEN, HALF_OPEN -> {
                // Half-open, it waits for the one that tries; should that one never say how it went, another may try.
                boolean mayTry = now - until >= 0;
                if (mayTry) {
                    state = State.HALF_OPEN;
                    until = now + PAUSE;
                }
                yield mayTry;
            }
        };
    }

    synchronized void succeeded() {
        if (state == State.HALF_OPEN) {
            reset();
        }
    }

    /// Counts a failure, and says whether it has opened the breaker.
    synchronized boolean failed(long now) {
        failures.addLast(now);
        while (now - failures.getFirst() > WINDOW) {
            failures.removeFirst();
        }
        boolean opens = state == State.HALF_OPEN || (state == State.CLOSED && failures.size() >= FAILURES);
        if (opens) {
            state = State.OPEN;
            until = now + PAUSE;
        }
        return opens;
    }

    /// Forgets everything: there is another model.
    synchronized void reset() {
        failures.clear();
        state = State.CLOSED;
    }

    synchronized State state() {
        return state;
    }
}

package io.millrace.moderation.topology;

import java.time.Duration;
import java.time.Instant;

/// Whether it makes sense to wait for the larger model. After five messages in a row that waited in vain,
/// further ones do not wait for 10 s; then they do again, until the next one waited in vain. Owned by one
/// stream thread.
final class ScorerWatch {

    private static final int MOST_MISSED = 5;
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private int missed;
    private Instant closedUntil = Instant.EPOCH;

    /// Whether a message may wait for an answer now.
    boolean mayWait(Instant now) {
        return !now.isBefore(closedUntil);
    }

    void answered() {
        missed = 0;
        closedUntil = Instant.EPOCH;
    }

    void missed(Instant now) {
        missed++;
        if (missed >= MOST_MISSED) {
            closedUntil = now.plus(PAUSE);
            missed = MOST_MISSED - 1;
        }
    }
}

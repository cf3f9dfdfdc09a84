package io.millrace.edge.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.config.Timing;
import io.millrace.edge.session.Heartbeat.Due;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Timing TIMING = new Timing(
            Duration.ofSeconds(20),
            Duration.ofSeconds(8),
            Duration.ofSeconds(10),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofSeconds(4),
            Duration.ofSeconds(1),
            Duration.ofSeconds(40),
            Duration.ofMinutes(5),
            Duration.ofSeconds(30));

    /// Readings that pass the greatest long on the way.
    private final long start = Long.MAX_VALUE - 10 * SECOND;

    private final Heartbeat heartbeat = new Heartbeat(TIMING, start);

    @Test
    void firstPingFallsIntoTheSecondHalfOfTheIntervalAndVaries() {
        long first = Long.MAX_VALUE;
        long last = 0;
        for (int i = 0; i < 500; i++) {
            long due = firstPing(new Heartbeat(TIMING, start));
            first = Math.min(first, due);
            last = Math.max(last, due);
        }

        assertThat(first).isBetween(10 * SECOND, 12 * SECOND);
        assertThat(last).isBetween(18 * SECOND, 20 * SECOND);
    }

    @Test
    void pingsFollowInTheInterval() {
        long first = start + firstPing(heartbeat);
        assertThat(heartbeat.pong()).isTrue();

        assertThat(heartbeat.tick(first + 20 * SECOND - 1)).isEqualTo(Due.NOTHING);
        assertThat(heartbeat.tick(first + 20 * SECOND)).isEqualTo(Due.PING);
        assertThat(heartbeat.tick(first + 20 * SECOND)).isEqualTo(Due.NOTHING);
    }

    @Test
    void missingPongIsNoticedAtItsDeadline() {
        long first = start + firstPing(heartbeat);

        assertThat(heartbeat.tick(first + 8 * SECOND - 1)).isEqualTo(Due.NOTHING);
        assertThat(heartbeat.tick(first + 8 * SECOND)).isEqualTo(Due.NO_PONG);
    }

    @Test
    void pongIsExpectedOncePerPing() {
        assertThat(heartbeat.pong()).isFalse();
        firstPing(heartbeat);
        assertThat(heartbeat.pong()).isTrue();
        assertThat(heartbeat.pong()).isFalse();
    }

    private long firstPing(Heartbeat of) {
        long passed = 0;
        while (of.tick(start + passed) != Due.PING) {
            passed += SECOND / 10;
        }
        return passed;
    }
}

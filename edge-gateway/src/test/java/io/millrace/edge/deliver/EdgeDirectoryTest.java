package io.millrace.edge.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.publish.EdgeAddress;
import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.schema.edge.EdgeState;
import io.millrace.schema.edge.EdgeStatus;
import io.millrace.testkit.time.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Which edges the directory names.
class EdgeDirectoryTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final TestClock clock = TestClock.at(NOW);
    private final EdgeDirectory directory = new EdgeDirectory(HEARTBEAT, clock);

    @Test
    void livingAndDrainingEdgesAreNamedByTheirInboxes() {
        see(3, "a", EdgeState.DRAINING, NOW, 0);
        see(1, "b", EdgeState.LIVE, NOW, 0);
        see(2, "c", EdgeState.GONE, NOW, 0);

        assertThat(directory.live()).containsExactly(address(1, "b"), address(3, "a"));
    }

    @Test
    void edgeIsFoundByItsIncarnationOnly() {
        see(1, "b", EdgeState.LIVE, NOW, 0);

        assertThat(directory.find("b")).contains(address(1, "b"));
        assertThat(directory.find("1")).isEmpty();
        assertThat(directory.find("")).isEmpty();
    }

    @Test
    void olderIncarnationOfAnInboxIsForgotten() {
        see(1, "b", EdgeState.LIVE, NOW, 0);
        see(1, "a", EdgeState.LIVE, NOW.plusSeconds(1), 0);

        assertThat(directory.live()).containsExactly(address(1, "b"));
        assertThat(directory.find("a")).isEmpty();
    }

    @Test
    void killedEdgeIsForgottenAfterTenMissedHeartbeats() {
        see(1, "b", EdgeState.LIVE, NOW, HEARTBEAT.multipliedBy(10).toNanos());

        clock.advance(HEARTBEAT.multipliedBy(10).minusMillis(1));
        assertThat(directory.live()).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(directory.live()).isEmpty();
    }

    @Test
    void edgeThatIsHeardLivesWhateverTheClocksSay() {
        see(1, "b", EdgeState.LIVE, NOW.minusSeconds(3_600), 0);

        assertThat(directory.live()).hasSize(1);
    }

    private void see(int inbox, String incarnation, EdgeState state, Instant at, long nanosAgo) {
        directory.observe(new EdgeStatus(inbox, incarnation, state, "", at, at, 0, 0), System.nanoTime() - nanosAgo);
    }

    private static EdgeAddress address(int inbox, String incarnation) {
        return new EdgeAddress(new Inbox(inbox), new Incarnation(incarnation));
    }
}

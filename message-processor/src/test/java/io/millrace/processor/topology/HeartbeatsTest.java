package io.millrace.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.processor.room.Follower;
import io.millrace.schema.edge.EdgeState;
import io.millrace.schema.edge.EdgeStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Follower EDGE = new Follower(new Inbox(1), new Incarnation("b"));

    private final Heartbeats heartbeats = new Heartbeats(Duration.ofSeconds(10));
    private long now;

    @Test
    void anEdgeIsGoneWhenItHasBeenSilentForTooLong() {
        beat("b", EdgeState.LIVE);

        readFor(10);
        assertThat(heartbeats.isGone(EDGE)).isFalse();
        readFor(1);
        assertThat(heartbeats.isGone(EDGE)).isTrue();
    }

    @Test
    void anEdgeThatKeepsBeatingLives() {
        for (int i = 0; i < 10; i++) {
            beat("b", EdgeState.LIVE);
            readFor(9);
        }

        assertThat(heartbeats.isGone(EDGE)).isFalse();
    }

    @Test
    void nobodyIsGoneBeforeOneWholeIntervalHasBeenRead() {
        beat("b", EdgeState.GONE);

        readFor(9);
        assertThat(heartbeats.isGone(EDGE)).isFalse();
        readFor(2);
        assertThat(heartbeats.isGone(EDGE)).isTrue();
    }

    @Test
    void aDrainingEdgeStillLives() {
        readFor(11);
        beat("b", EdgeState.DRAINING);

        assertThat(heartbeats.isGone(EDGE)).isFalse();
    }

    @Test
    void anEdgeIsGoneOnceANewerOneOwnsItsInbox() {
        readFor(11);
        beat("b", EdgeState.LIVE);
        beat("c", EdgeState.LIVE);

        assertThat(heartbeats.isGone(EDGE)).isTrue();
    }

    @Test
    void aLateBeatOfAnOlderEdgeDoesNotHideTheNewerOne() {
        readFor(11);
        beat("b", EdgeState.LIVE);
        beat("a", EdgeState.GONE);

        assertThat(heartbeats.isGone(EDGE)).isFalse();
    }

    @Test
    void anEdgeWithoutAnyStatusGetsTheFullTimeFromWhenItIsMissed() {
        readFor(20);
        assertThat(heartbeats.isGone(EDGE)).isFalse();
        readFor(10);
        assertThat(heartbeats.isGone(EDGE)).isFalse();
        readFor(1);
        assertThat(heartbeats.isGone(EDGE)).isTrue();

        beat("b", EdgeState.LIVE);
        assertThat(heartbeats.isGone(EDGE)).isFalse();
    }

    @Test
    void ourOwnDeafnessIsNotTakenForTheirDeath() {
        beat("b", EdgeState.LIVE);
        readFor(5);

        now += 30 * SECOND; // The end of the topic could not be reached all the while.
        readFor(9);

        assertThat(heartbeats.isGone(EDGE)).isFalse();
        readFor(2);
        assertThat(heartbeats.isGone(EDGE)).isTrue();
    }

    @Test
    void whileTheTopicCannotBeReadNobodyIsGone() {
        beat("b", EdgeState.GONE);
        readFor(11);

        heartbeats.isNotCurrent();

        assertThat(heartbeats.isGone(EDGE)).isFalse();
    }

    private void readFor(int seconds) {
        for (int i = 0; i < seconds; i++) {
            heartbeats.isCurrent(now);
            now += SECOND;
        }
        heartbeats.isCurrent(now);
    }

    private void beat(String incarnation, EdgeState state) {
        heartbeats.beat(new EdgeStatus(1, incarnation, state, "127.0.0.1:1", Instant.EPOCH, Instant.EPOCH, 0, 0), now);
    }
}

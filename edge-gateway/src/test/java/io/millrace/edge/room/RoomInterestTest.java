package io.millrace.edge.room;

import static io.millrace.edge.room.HubRun.attach;
import static io.millrace.edge.room.HubRun.detach;
import static io.millrace.edge.room.HubRun.join;
import static io.millrace.edge.room.RecordingMember.offsets;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// How long a room is followed.
class RoomInterestTest {

    private static final Duration MOMENT = Duration.ofMillis(1);

    private final HubRun run = HubRun.withoutPresence(10);

    @Test
    void roomIsFollowedForTheLingerTimeAfterItsLastMember() {
        run.subscribe("alice");
        run.snapshot(5, 1);
        run.sweepAfter(HubRun.LINGER.multipliedBy(2));
        run.leave("alice");
        run.told();

        run.sweepAfter(HubRun.LINGER.minus(MOMENT));
        assertThat(run.told()).isEmpty();
        assertThat(run.hub.size()).isEqualTo(1);
        run.sweepAfter(MOMENT);

        assertThat(run.told()).containsExactly(detach());
        assertThat(run.hub.size()).isZero();
    }

    @Test
    void whoComesBackInTimeIsServedAtOnce() {
        run.subscribe("alice");
        run.snapshot(5, 1);
        run.leave("alice");
        run.events(6);
        run.sweepAfter(HubRun.LINGER.minus(MOMENT));
        run.told();

        RecordingMember again = run.subscribe("alice");
        run.sweepAfter(HubRun.LINGER);
        run.events(7);

        assertThat(again.seen()).isEqualTo(offsets(7, 7));
        assertThat(run.told()).doesNotContain(attach(), detach());
    }

    @Test
    void whoComesBackTooLateAsksAnew() {
        run.subscribe("alice");
        run.snapshot(5, 1);
        run.leave("alice");
        run.sweepAfter(HubRun.LINGER);
        run.told();

        RecordingMember again = run.subscribe("alice");
        assertThat(run.told()).containsExactly(attach());
        run.snapshot(9, 1);
        run.events(10);

        assertThat(again.seen()).isEqualTo(offsets(10, 10));
    }

    @Test
    void waitingSubscriberKeepsTheRoom() {
        run.subscribe("alice");
        run.sweepAfter(HubRun.COMMAND_TIMEOUT.minus(MOMENT));

        assertThat(run.hub.size()).isEqualTo(1);
        assertThat(run.told()).doesNotContain(detach());
    }

    @Test
    void roomThatNeverAnsweredIsLetGoToo() {
        run.subscribe("alice");
        run.sweepAfter(HubRun.COMMAND_TIMEOUT);
        run.told();

        run.sweepAfter(HubRun.LINGER);

        assertThat(run.told()).containsExactly(detach());
        assertThat(run.hub.size()).isZero();
    }

    @Test
    void prefetchedRoomThatNobodyUsesIsLetGo() {
        run.hub.prefetch(RoomFixtures.ROOM, run.namespace, run.now);

        run.sweepAfter(HubRun.LINGER);

        assertThat(run.told()).containsExactly(attach(), detach());
        assertThat(run.hub.size()).isZero();
    }

    @Test
    void leavingTwiceOrWithoutBeingThereDoesNothing() {
        HubRun present = HubRun.withHistory(10);
        present.leave("nobody");
        present.subscribe("alice");
        present.snapshot(5, 1);
        present.leave("bob");
        present.leave("alice");
        present.leave("alice");

        assertThat(present.told()).containsExactly(attach(), join("alice"), HubRun.leaves("alice"));
    }

    @Test
    void roomsThatDoNotTrackPresenceAreNotTold() {
        run.subscribe("alice");
        run.snapshot(5, 1);
        run.leave("alice");
        run.sweepAfter(HubRun.RETRY);

        assertThat(run.told()).containsExactly(attach());
    }
}

package io.millrace.edge.room;

import static io.millrace.edge.room.HubRun.attachFrom;
import static io.millrace.edge.room.RoomFixtures.EPOCH;
import static io.millrace.edge.room.RoomFixtures.LATER_EPOCH;
import static io.millrace.edge.room.RoomFixtures.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.StreamPosition;
import io.millrace.edge.room.RecordingCommands.Told;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A room from which nothing comes is asked where it is.
class RoomPositionTest {

    /// No room is asked before half of the time.
    private static final Duration ALMOST = HubRun.CHECK.dividedBy(2).minusSeconds(1);

    private final HubRun run = HubRun.withoutPresence(10);
    private RecordingMember alice = new RecordingMember("nobody", false);

    @BeforeEach
    void aliceIsSubscribed() {
        alice = run.subscribe("alice");
        run.snapshot(5, 1);
        run.told();
    }

    @Test
    void silentRoomIsAskedOnceInAWhile() {
        run.sweepAfter(ALMOST);
        assertThat(run.told()).isEmpty();

        run.sweepAfter(HubRun.CHECK);
        run.sweepAfter(Duration.ofSeconds(1));
        assertThat(run.told()).containsExactly(new Told.Check(ROOM));

        run.sweepAfter(HubRun.CHECK);
        assertThat(run.told()).containsExactly(new Told.Check(ROOM));
    }

    @Test
    void roomThatSpeaksIsNotAsked() {
        run.sweepAfter(ALMOST);
        run.events(6);
        run.sweepAfter(ALMOST);

        assertThat(run.told()).isEmpty();
    }

    @Test
    void roomThatAnswersIsAskedLaterNextTime() {
        run.sweepAfter(HubRun.CHECK);
        run.hub.position(ROOM, EPOCH, 5, 0, run.now);
        run.told();

        run.sweepAfter(HubRun.CHECK.minusSeconds(1));
        assertThat(run.told()).isEmpty();

        run.sweepAfter(HubRun.CHECK);
        assertThat(run.told()).containsExactly(new Told.Check(ROOM));
    }

    @Test
    void roomWithoutSubscribersIsNotAsked() {
        run.leave("alice");

        run.sweepAfter(Duration.ofSeconds(1));
        run.hub.whenLive(ROOM, run.namespace, new Ignoring(), run.now, run.now + 1);
        run.sweepAfter(HubRun.CHECK);

        assertThat(run.told()).doesNotContain(new Told.Check(ROOM));
    }

    @Test
    void edgeThatHasEverythingDoesNothing() {
        run.hub.position(ROOM, EPOCH, 5, 0, run.now);
        run.hub.position(ROOM, EPOCH, 4, 0, run.now);

        assertThat(run.told()).isEmpty();
    }

    @Test
    void edgeThatMissedSomethingAttachesAgainAndCatchesUp() {
        run.hub.position(ROOM, EPOCH, 7, 0, run.now);
        assertThat(run.told()).containsExactly(attachFrom(5));

        run.snapshot(7, 6);

        assertThat(alice.seen()).containsExactly("6", "7");
    }

    @Test
    void edgeThatKnowsAnotherEpochAttachesAgain() {
        run.hub.position(ROOM, LATER_EPOCH, 1, 0, run.now);

        assertThat(run.told()).containsExactly(attachFrom(5));
    }

    @Test
    void roomIsAskedAboutAPositionBeyondTheTopAndRefutesIt() {
        assertThat(recovery(7)).isEqualTo(new Recovery.Ahead());
        assertThat(recovery(8)).isEqualTo(new Recovery.Ahead());
        assertThat(run.told()).as("once").containsExactly(new Told.Check(ROOM));

        run.hub.position(ROOM, EPOCH, 5, 0, run.now);

        assertThat(recovery(7)).isEqualTo(new Recovery.Gone());
        assertThat(recovery(8)).as("claimed after the room was asked").isEqualTo(new Recovery.Ahead());
        assertThat(run.told()).containsExactly(new Told.Check(ROOM));
    }

    @Test
    void edgeThatIsBehindCatchesUpWithAPositionBeyondItsTop() {
        recovery(7);

        run.hub.position(ROOM, EPOCH, 7, 0, run.now);
        run.snapshot(7, 6);

        assertThat(recovery(7)).isEqualTo(new Recovery.Complete(List.of()));
        assertThat(alice.seen()).containsExactly("6", "7");
    }

    @Test
    void roomThatHasGoneOnMayComeToWhatItRefuted() {
        recovery(7);
        run.hub.position(ROOM, EPOCH, 5, 0, run.now);

        run.events(6);

        assertThat(recovery(7)).isEqualTo(new Recovery.Ahead());
    }

    @Test
    void refutationSaysNothingAboutLowerPositions() {
        recovery(9);
        run.hub.position(ROOM, EPOCH, 5, 0, run.now);

        assertThat(recovery(6)).isEqualTo(new Recovery.Ahead());
        assertThat(recovery(9)).isEqualTo(new Recovery.Gone());
    }

    @Test
    void roomIsAskedAgainWhenItDoesNotAnswer() {
        recovery(7);
        run.told();

        recoveryAt(7, RoomFixtures.EVENT_MICROS + 4_999_999);
        assertThat(run.told()).isEmpty();

        recoveryAt(7, RoomFixtures.EVENT_MICROS + 5_000_000);
        assertThat(run.told()).containsExactly(new Told.Check(ROOM));
    }

    private Recovery recovery(long offset) {
        return recoveryAt(offset, RoomFixtures.EVENT_MICROS);
    }

    private Recovery recoveryAt(long offset, long nowMicros) {
        return run.read(room -> room.recover(new StreamPosition(offset, "e1"), 100, nowMicros, List.of()));
    }

    private static final class Ignoring implements RoomAction {

        @Override
        public void live(LocalRoom room) {}

        @Override
        public void unavailable() {}
    }
}

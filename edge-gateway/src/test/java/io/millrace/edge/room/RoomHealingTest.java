package io.millrace.edge.room;

import static io.millrace.edge.room.HubRun.attach;
import static io.millrace.edge.room.HubRun.attachFrom;
import static io.millrace.edge.room.HubRun.detach;
import static io.millrace.edge.room.HubRun.join;
import static io.millrace.edge.room.HubRun.leaves;
import static io.millrace.edge.room.RecordingMember.offsets;
import static io.millrace.edge.room.RoomFixtures.EPOCH;
import static io.millrace.edge.room.RoomFixtures.LATER_EPOCH;
import static io.millrace.edge.room.RoomFixtures.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.StreamPosition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What happens when deliveries are lost, or the room is not the one it was.
class RoomHealingTest {

    private final HubRun run = HubRun.withHistory(10);

    @Test
    void gapIsFilledFromTheTailOfTheNextSnapshot() {
        RecordingMember alice = live("alice", 5);

        run.events(6, 9);
        assertThat(run.told()).containsExactly(attachFrom(6));
        run.events(10);
        assertThat(alice.seen()).as("nothing is pushed across a gap").isEqualTo(offsets(6, 6));
        run.snapshot(10, 7);
        run.events(10, 11);

        assertThat(alice.seen()).isEqualTo(offsets(6, 11));
    }

    @Test
    void whoSubscribesDuringAGapStartsBehindIt() {
        live("alice", 5);
        run.events(8);

        RecordingMember bob = run.subscribe("bob");
        run.snapshot(8, 6);
        run.events(9);

        assertThat(run.subscribed).endsWith(new StreamPosition(8, "e1"));
        assertThat(bob.seen()).isEqualTo(offsets(9, 9));
    }

    @Test
    void gapThatTheTailDoesNotReachEndsTheStreams() {
        RecordingMember alice = live("alice", 5);

        run.events(30);
        run.snapshot(30, 25);
        run.events(31);

        assertThat(alice.seen()).containsExactly("!");
        assertThat(run.told()).containsExactly(attachFrom(5), leaves("alice"));
    }

    @Test
    void tailWithAHoleDoesNotFillAGap() {
        RecordingMember alice = live("alice", 5);
        run.events(9);

        run.hub.snapshot(ROOM, RoomFixtures.snapshot(EPOCH, 9, List.of(RoomFixtures.event(6), RoomFixtures.event(9))));

        assertThat(alice.seen()).containsExactly("!");
    }

    @Test
    void memberWithoutAPositionStaysWhenTheRoomIsLost() {
        HubRun bare = HubRun.withoutPresence(0);
        RecordingMember alice = new RecordingMember("alice", false, false);
        bare.subscribe(alice);
        bare.snapshot(EPOCH, 5);

        bare.events(6, 8);
        bare.snapshot(EPOCH, 8);
        bare.events(9);

        assertThat(alice.seen()).containsExactly("6", "9");
    }

    @Test
    void roomWithoutHistoryCannotFillAGap() {
        HubRun bare = HubRun.withoutPresence(0);
        RecordingMember alice = bare.subscribe("alice");
        bare.snapshot(EPOCH, 5);

        bare.events(6, 8);
        bare.snapshot(EPOCH, 8);

        assertThat(alice.seen()).containsExactly("6", "!");
        assertThat(bare.told()).containsExactly(attach(), attachFrom(6));
    }

    @Test
    void memberThatSubscribesAgainGoesOn() {
        live("alice", 5);
        run.events(30);
        run.snapshot(30, 25);

        RecordingMember again = run.subscribe("alice");
        run.events(31);

        assertThat(run.subscribed).endsWith(new StreamPosition(30, "e1"));
        assertThat(again.seen()).isEqualTo(offsets(31, 31));
    }

    @Test
    void roomWhoseStreamsHaveEndedIsKeptForThoseWhoComeBack() {
        live("alice", 5);
        run.sweepAfter(HubRun.LINGER.plusSeconds(1));
        run.events(30);
        run.snapshot(30, 25);
        run.told();

        run.sweepAfter(Duration.ofSeconds(1));

        assertThat(run.told()).doesNotContain(detach());
    }

    @Test
    void eventOfAnotherEpochEndsTheStreamsOfTheOldOne() {
        RecordingMember alice = live("alice", 5);

        run.event(LATER_EPOCH, 1);
        assertThat(run.told()).containsExactly(attachFrom(5));
        run.hub.snapshot(ROOM, RoomFixtures.snapshot(LATER_EPOCH, 1, RoomFixtures.events(1, 1)));
        run.event(LATER_EPOCH, 2);

        assertThat(alice.seen()).containsExactly("!");
        assertThat(run.read(LocalRoom::position)).isEqualTo(new StreamPosition(2, "e2"));
    }

    @Test
    void snapshotOfAnotherEpochEndsTheStreamsEvenAtTheSameOffset() {
        RecordingMember alice = live("alice", 5);

        run.snapshot(LATER_EPOCH, 5);

        assertThat(alice.seen()).containsExactly("!");
    }

    @Test
    void lateSnapshotOfBeforeTheGapDoesNotHideIt() {
        RecordingMember alice = live("alice", 5);
        run.events(8);
        run.told();

        run.snapshot(5, 1);
        run.events(9);
        assertThat(run.told()).as("the gap is seen again").containsExactly(attachFrom(5));
        run.snapshot(9, 6);

        assertThat(alice.seen()).isEqualTo(offsets(6, 9));
    }

    @Test
    void unansweredAttachOfAGapIsRepeatedFromTheSamePlace() {
        live("alice", 5);
        run.events(8);
        run.told();

        run.sweepAfter(HubRun.RETRY);

        assertThat(run.told()).containsExactly(attachFrom(5));
    }

    @Test
    void detachedRoomWithMembersAttachesAgainAndBringsItsMembers() {
        RecordingMember alice = live("alice", 5);

        run.detached();
        assertThat(run.told()).containsExactly(attachFrom(5), join("alice"));
        run.snapshot(7, 6);

        assertThat(alice.seen()).isEqualTo(offsets(6, 7));
    }

    @Test
    void detachedRoomWithoutMembersIsForgotten() {
        live("alice", 5);
        run.leave("alice");
        run.told();

        run.detached();

        assertThat(run.hub.size()).isZero();
        assertThat(run.told()).isEmpty();
    }

    @Test
    void lostDeliveriesMakeEveryRoomAskAgain() {
        RecordingMember alice = live("alice", 5);

        run.hub.reattachAll(run.now);
        assertThat(run.told()).containsExactly(attachFrom(5), join("alice"));
        run.snapshot(9, 6);

        assertThat(alice.seen()).isEqualTo(offsets(6, 9));
    }

    @Test
    void unfollowedRoomIsDetachedWhenItsStreamGoesOn() {
        run.events(1);
        run.snapshot(1, 1);

        assertThat(run.told()).containsExactly(detach(), detach());
        assertThat(run.hub.size()).isZero();
    }

    private RecordingMember live(String client, long top) {
        RecordingMember member = run.subscribe(client);
        run.snapshot(top, 1);
        run.told();
        return member;
    }
}

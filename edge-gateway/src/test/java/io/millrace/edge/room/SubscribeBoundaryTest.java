package io.millrace.edge.room;

import static io.millrace.edge.room.HubRun.attach;
import static io.millrace.edge.room.HubRun.join;
import static io.millrace.edge.room.RecordingMember.offsets;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.StreamPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Where a subscriber starts, and that everything from there on reaches it once and in order.
class SubscribeBoundaryTest {

    private final HubRun run = HubRun.withHistory(10);

    @Test
    void firstSubscriberWaitsForTheSnapshotAndStartsAtItsTop() {
        RecordingMember alice = run.subscribe("alice");
        assertThat(run.subscribed).isEmpty();

        run.snapshot(7, 1);
        run.events(8, 9);

        assertThat(run.subscribed).containsExactly(new StreamPosition(7, "e1"));
        assertThat(alice.seen()).isEqualTo(offsets(8, 9));
        assertThat(run.told()).containsExactly(attach(), join("alice"));
    }

    @Test
    void laterSubscriberIsServedAtOnceWithoutAskingTheRoomAgain() {
        run.subscribe("alice");
        run.snapshot(7, 1);
        run.events(8);
        run.told();

        RecordingMember bob = run.subscribe("bob");
        run.events(9);

        assertThat(run.subscribed).endsWith(new StreamPosition(8, "e1"));
        assertThat(bob.seen()).isEqualTo(offsets(9, 9));
        assertThat(run.told()).containsExactly(join("bob"));
    }

    @Test
    void eventsBeforeTheSnapshotAreInItAndNotPushedTwice() {
        RecordingMember alice = run.subscribe("alice");

        run.events(1, 2);
        run.snapshot(2, 1);
        run.events(2, 3);

        assertThat(run.subscribed).containsExactly(new StreamPosition(2, "e1"));
        assertThat(alice.seen()).isEqualTo(offsets(3, 3));
    }

    @Test
    void repeatsAreDropped() {
        RecordingMember alice = run.subscribe("alice");
        run.snapshot(2, 1);

        run.events(3, 4, 3, 4, 5, 1, 5, 6);

        assertThat(alice.seen()).isEqualTo(offsets(3, 6));
        assertThat(run.told()).as("a repeat is no gap").containsExactly(attach(), join("alice"));
    }

    @Test
    void repeatedSnapshotChangesNothing() {
        RecordingMember alice = run.subscribe("alice");
        run.snapshot(2, 1);
        run.events(3, 4);

        run.snapshot(2, 1);
        run.events(3, 4, 5);

        assertThat(alice.seen()).isEqualTo(offsets(3, 5));
        assertThat(run.read(LocalRoom::position)).isEqualTo(new StreamPosition(5, "e1"));
    }

    @Test
    void snapshotInPartsCountsWhenItIsComplete() {
        RecordingMember alice = run.subscribe("alice");

        run.hub.snapshot(RoomFixtures.ROOM, part(0, false, 1, 2));
        assertThat(run.subscribed).isEmpty();
        run.hub.snapshot(RoomFixtures.ROOM, part(1, false, 3, 3));
        run.hub.snapshot(RoomFixtures.ROOM, part(2, true, 4, 4));
        run.events(5);

        assertThat(run.subscribed).containsExactly(new StreamPosition(4, "e1"));
        assertThat(alice.seen()).isEqualTo(offsets(5, 5));
        assertThat(recover(0)).isEqualTo(offsets(1, 5));
    }

    @Test
    void snapshotThatStartsAgainHalfWayIsTakenOnceAndWhole() {
        run.subscribe("alice");

        run.hub.snapshot(RoomFixtures.ROOM, part(0, false, 1, 2));
        run.hub.snapshot(RoomFixtures.ROOM, part(0, false, 1, 2));
        run.hub.snapshot(RoomFixtures.ROOM, part(1, false, 3, 3));
        run.hub.snapshot(RoomFixtures.ROOM, part(1, false, 3, 3));
        run.hub.snapshot(RoomFixtures.ROOM, part(2, true, 4, 4));

        assertThat(run.subscribed).containsExactly(new StreamPosition(4, "e1"));
        assertThat(recover(0)).isEqualTo(offsets(1, 4));
    }

    @Test
    void snapshotWithAPartMissingIsNotTaken() {
        run.subscribe("alice");

        run.hub.snapshot(RoomFixtures.ROOM, part(0, false, 1, 2));
        run.hub.snapshot(RoomFixtures.ROOM, part(2, true, 4, 4));
        assertThat(run.subscribed).isEmpty();

        run.snapshot(4, 1);
        assertThat(run.subscribed).containsExactly(new StreamPosition(4, "e1"));
    }

    @Test
    void partsWithoutABeginningAreNotTaken() {
        run.subscribe("alice");

        run.hub.snapshot(RoomFixtures.ROOM, part(1, true, 3, 4));

        assertThat(run.subscribed).isEmpty();
    }

    @Test
    void subscriberIsToldWhenTheRoomDoesNotAnswerInTime() {
        RecordingMember alice = run.subscribe("alice");

        run.sweepAfter(HubRun.COMMAND_TIMEOUT.minusNanos(1));
        assertThat(run.subscribed).isEmpty();
        run.sweepAfter(Duration.ofNanos(1));

        assertThat(run.subscribed).containsExactly(StreamPosition.UNKNOWN);
        run.snapshot(2, 1);
        run.events(3);
        assertThat(alice.seen()).as("it was refused").isEmpty();
        assertThat(run.subscribed).as("and is not asked again").hasSize(1);
    }

    @Test
    void unansweredAttachIsRepeatedWhileSomebodyWaits() {
        run.subscribe("alice");
        assertThat(run.told()).containsExactly(attach());

        run.sweepAfter(HubRun.RETRY.minusNanos(1));
        assertThat(run.told()).isEmpty();
        run.sweepAfter(Duration.ofNanos(1));
        assertThat(run.told()).containsExactly(attach());
        run.sweepAfter(HubRun.RETRY);
        assertThat(run.told()).containsExactly(attach());
    }

    @Test
    void prefetchedRoomIsAskedOnce() {
        run.hub.prefetch(RoomFixtures.ROOM, run.namespace, run.now);
        run.hub.prefetch(RoomFixtures.ROOM, run.namespace, run.now);
        run.subscribe("alice");

        assertThat(run.told()).containsExactly(attach());
    }

    @Test
    void subscriberThatRecoversGetsWhatItMissedAndNothingTwice() {
        run.subscribe("alice");
        run.snapshot(5, 1);
        run.events(6, 7);

        assertThat(recover(3)).isEqualTo(offsets(4, 7));
        assertThat(recover(7)).isEmpty();
    }

    @Test
    void positionBeforeTheTailIsTooOld() {
        run.subscribe("alice");
        run.snapshot(20, 15);

        assertThat(recovery(13, "e1", 100)).isEqualTo(tooOld(14, 20));
        assertThat(recover(14)).isEqualTo(offsets(15, 20));
    }

    @Test
    void tailKeepsAsMuchAsTheNamespaceSays() {
        run.subscribe("alice");
        run.snapshot(10, 1);
        run.events(11);

        assertThat(recovery(0, "e1", 100)).isEqualTo(tooOld(1, 11));
        assertThat(recover(1)).isEqualTo(offsets(2, 11));
    }

    @Test
    void moreThanTheLimitIsNotRecoveredInPart() {
        run.subscribe("alice");
        run.snapshot(10, 1);

        assertThat(recovery(4, "e1", 5)).isEqualTo(new Recovery.Gone());
        assertThat(recovery(5, "e1", 5)).isInstanceOf(Recovery.Complete.class);
    }

    @Test
    void positionOfAnotherEpochOrFarBeyondTheTopIsGone() {
        run.subscribe("alice");
        run.snapshot(5, 1);

        assertThat(recovery(5, "other", 100)).isEqualTo(new Recovery.Gone());
        assertThat(recovery(0, "_", 100)).isEqualTo(new Recovery.Gone());
        assertThat(recovery(106, "e1", 100)).isEqualTo(new Recovery.Gone());
        assertThat(recovery(6, "", 100)).isEqualTo(new Recovery.Gone());
        assertThat(recovery(4, "", 100)).as("an empty epoch matches any").isInstanceOf(Recovery.Complete.class);
    }

    @Test
    void positionALittleBeyondTheTopIsAheadOfThisEdge() {
        run.subscribe("alice");
        run.snapshot(5, 1);

        assertThat(recovery(6, "e1", 100)).isEqualTo(new Recovery.Ahead());
        assertThat(recovery(105, "e1", 100)).isEqualTo(new Recovery.Ahead());
    }

    @Test
    void whatIsOlderThanTheHistoryTimeIsNotGivenOut() {
        run.subscribe("alice");
        run.snapshot(5, 1);
        long afterExpiry =
                RoomFixtures.EVENT_MICROS + run.namespace.historyTime().toNanos() / 1_000 + 1;

        assertThat(run.<Recovery>read(room -> room.recover(new StreamPosition(3, "e1"), 100, afterExpiry, List.of())))
                .isEqualTo(tooOld(4, 5));
        assertThat(run.<Recovery>read(room -> room.recover(new StreamPosition(5, "e1"), 100, afterExpiry, List.of())))
                .as("who has missed nothing needs no history")
                .isEqualTo(new Recovery.Complete(List.of()));
        assertThat(run.<Integer>read(
                        room -> room.history(null, false, 100, afterExpiry).size()))
                .isZero();
    }

    @Test
    void historyGoesBothWaysFromAnExclusiveStart() {
        run.subscribe("alice");
        run.snapshot(5, 1);

        assertThat(history(null, false, 3)).containsExactly(1L, 2L, 3L);
        assertThat(history(2L, false, 100)).containsExactly(3L, 4L, 5L);
        assertThat(history(null, true, 2)).containsExactly(5L, 4L);
        assertThat(history(3L, true, 100)).containsExactly(2L, 1L);
    }

    @Test
    void archivedPublicationsJoinThoseAtHand() {
        run.subscribe("alice");
        run.snapshot(20, 15);

        assertThat(recoverWith(11, RoomFixtures.events(12, 14))).isEqualTo(offsets(12, 20));
        assertThat(recoverWith(11, RoomFixtures.events(12, 17)))
                .as("the archive may overlap with what is at hand")
                .isEqualTo(offsets(12, 20));
    }

    @Test
    void archivedPublicationsWithAHoleAreOfNoUse() {
        run.subscribe("alice");
        run.snapshot(20, 15);

        assertThat(answerWith(11, RoomFixtures.events(12, 13))).isEqualTo(tooOld(12, 20));
        assertThat(answerWith(11, RoomFixtures.events(13, 14))).isEqualTo(tooOld(12, 20));
    }

    @Test
    void aRemovalEndsWhatCanBeRecovered() {
        run.subscribe("alice");
        run.snapshot(5, 1);

        run.hub.historyRemoved(RoomFixtures.ROOM, RoomFixtures.EPOCH, new RoomPublication(6, 0, null), run.now);
        run.events(7);

        assertThat(recover(5)).as("nothing but the removal was missed").containsExactly("7");
        assertThat(recover(6)).containsExactly("7");
        assertThat(recovery(4, "e1", 100)).isEqualTo(new Recovery.Gone());
        assertThat(history(null, false, 100)).containsExactly(7L);
        HistoryPage page = run.read(room -> room.page(null, false, 100, RoomFixtures.EVENT_MICROS));
        assertThat(page.rest())
                .as("the archive is not asked for what was removed")
                .isNull();
    }

    @Test
    void aRemovalThatASnapshotTellsOfIsKept() {
        run.subscribe("alice");
        run.hub.snapshot(
                RoomFixtures.ROOM,
                new Snapshot(0, true, RoomFixtures.EPOCH, 8, 0, RoomFixtures.events(7, 8), List.of(), 6, Map.of()));

        assertThat(recover(6)).isEqualTo(offsets(7, 8));
        assertThat(recover(5)).isEqualTo(offsets(7, 8));
        assertThat(recovery(4, "e1", 100)).isEqualTo(new Recovery.Gone());
    }

    @Test
    void aPageOfHistoryNamesWhatTheArchiveHasToAdd() {
        run.subscribe("alice");
        run.snapshot(20, 15);

        assertThat(rest(null, false, 3)).isEqualTo(new ArchiveRange(RoomFixtures.EPOCH, 1, 14, 3, false));
        assertThat(rest(12L, false, 3)).isEqualTo(new ArchiveRange(RoomFixtures.EPOCH, 13, 14, 3, false));
        assertThat(rest(14L, false, 3)).isNull();
        assertThat(rest(null, true, 6)).isNull();
        assertThat(rest(null, true, 7)).isEqualTo(new ArchiveRange(RoomFixtures.EPOCH, 1, 14, 7, true));
        assertThat(rest(10L, true, 5)).isEqualTo(new ArchiveRange(RoomFixtures.EPOCH, 1, 9, 5, true));
    }

    private @Nullable ArchiveRange rest(@Nullable Long since, boolean reverse, int limit) {
        StreamPosition from = since == null ? null : new StreamPosition(since, "");
        HistoryPage page = run.read(room -> room.page(from, reverse, limit, RoomFixtures.EVENT_MICROS));
        return page.rest();
    }

    private List<String> recoverWith(long offset, List<RoomPublication> archived) {
        return ((Recovery.Complete) answerWith(offset, archived))
                .missed().stream()
                        .map(publication -> Long.toString(publication.offset()))
                        .toList();
    }

    private Recovery answerWith(long offset, List<RoomPublication> archived) {
        List<Publication> wire = archived.stream()
                .map(RoomPublication::wire)
                .filter(Objects::nonNull)
                .toList();
        return run.read(room -> room.recover(new StreamPosition(offset, "e1"), 100, RoomFixtures.EVENT_MICROS, wire));
    }

    private static Recovery tooOld(long first, long top) {
        return new Recovery.TooOld(new ArchiveRange(RoomFixtures.EPOCH, first, top, 100, false));
    }

    private static Snapshot part(int number, boolean last, long from, long to) {
        return new Snapshot(number, last, RoomFixtures.EPOCH, 4, 0, RoomFixtures.events(from, to), List.of());
    }

    private Recovery recovery(long offset, String epoch, int limit) {
        return run.read(
                room -> room.recover(new StreamPosition(offset, epoch), limit, RoomFixtures.EVENT_MICROS, List.of()));
    }

    private List<String> recover(long offset) {
        return ((Recovery.Complete) recovery(offset, "e1", 100))
                .missed().stream()
                        .map(publication -> Long.toString(publication.offset()))
                        .toList();
    }

    private List<Long> history(@Nullable Long since, boolean reverse, int limit) {
        StreamPosition from = since == null ? null : new StreamPosition(since, "e1");
        return run.read(room -> room.history(from, reverse, limit, RoomFixtures.EVENT_MICROS).stream()
                .map(publication -> publication.offset())
                .toList());
    }
}

package io.millrace.edge.room;

import static io.millrace.edge.room.RoomFixtures.EPOCH;
import static io.millrace.edge.room.RoomFixtures.ROOM;
import static io.millrace.edge.room.RoomFixtures.event;
import static io.millrace.edge.room.RoomFixtures.retraction;
import static io.millrace.edge.room.RoomFixtures.standIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.StreamPosition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What was taken back does not come out of an edge again, wherever the edge has it from.
class RetractionTest {

    private static final long NOW = RoomFixtures.EVENT_MICROS;

    private final HubRun run = HubRun.withHistory(5);

    @Test
    void subscribersSeeTheRetractionAtItsOwnPlace() {
        RecordingMember alice = run.subscribe("alice");
        run.snapshot(5, 1);

        retract(6, 4);
        run.events(7);

        assertThat(alice.seen()).containsExactly("6", "7");
        assertThat(run.told()).as("no gap").doesNotContain(HubRun.attachFrom(5), HubRun.attachFrom(6));
    }

    @Test
    void whatIsAtHandIsReplaced() {
        run.subscribe("alice");
        run.snapshot(5, 1);

        retract(6, 4);

        Publication told = wire(retraction(6, 4));
        assertThat(run.<List<Publication>>read(room -> room.history(null, false, 10, NOW)))
                .containsExactly(wire(event(2)), wire(event(3)), standIn(4), wire(event(5)), told);
        assertThat(recovered(2, List.of())).containsExactly(wire(event(3)), standIn(4), wire(event(5)), told);
    }

    @Test
    void whatTheArchiveStillHasIsReplacedInARecovery() {
        run.subscribe("alice");
        run.snapshot(10, 6);
        retract(11, 3);

        List<Publication> stale = List.of(wire(event(3)), wire(event(4)), wire(event(5)), wire(event(6)));

        assertThat(recovered(2, stale)).hasSize(9).startsWith(standIn(3), wire(event(4)));
    }

    @Test
    void whatTheArchiveStillHasIsReplacedInAHistory() throws ArchiveUnavailableException {
        run.subscribe("alice");
        run.snapshot(10, 6);
        retract(11, 3);
        Archive stale = (room, range, use) -> List.of(wire(event(3)), wire(event(4)), wire(event(5)), wire(event(6)));

        HistoryPage page = run.read(room -> room.page(new StreamPosition(2, "e1"), false, 100, NOW));

        assertThat(page.complete(stale, ROOM)).startsWith(standIn(3), wire(event(4)));
    }

    @Test
    void retractionsOfASnapshotCountToo() {
        run.subscribe("alice");
        run.snapshot(5, 1);
        run.detached();
        // The edge goes on from what it has: only what it lacks is in the snapshot.
        run.hub.snapshot(ROOM, RoomFixtures.snapshot(EPOCH, 7, List.of(event(6), retraction(7, 5))));

        assertThat(recovered(4, List.of())).startsWith(standIn(5), wire(event(6)));
    }

    @Test
    void aRoomThatBeganAnewHasNothingTakenBack() {
        run.subscribe("alice");
        run.snapshot(5, 1);
        retract(6, 2);

        run.detached();
        run.hub.snapshot(ROOM, RoomFixtures.snapshot(RoomFixtures.LATER_EPOCH, 5, RoomFixtures.events(3, 5)));
        run.hub.whenLive(ROOM, run.namespace, new Nothing(), run.now, run.now);

        HistoryPage page = run.read(room -> room.page(null, false, 100, NOW));
        assertThat(page.standIns()).isEmpty();
    }

    @Test
    void theNewestPublicationIsTheOneBeforeTheRetractions() {
        run.subscribe("alice");
        run.snapshot(5, 1);

        retract(6, 4);
        assertThat(newest()).contains(wire(event(5)));

        retract(7, 5);
        assertThat(newest()).contains(standIn(5));

        run.hub.historyRemoved(ROOM, EPOCH, new RoomPublication(8, NOW, null), run.now);
        retract(9, 5);
        assertThat(newest()).isEmpty();
    }

    @Test
    void onlyTheNewestRetractionsAreRemembered() {
        StandIns standIns = new StandIns();
        for (long offset = 1; offset <= 1_025; offset++) {
            standIns.add(standIn(offset));
        }

        assertThat(standIns.copy()).hasSize(1_024).doesNotContainKey(1L);
        assertThat(StandIns.in(List.of(wire(event(1)), wire(event(2))), standIns.copy()))
                .containsExactly(wire(event(1)), standIn(2));
        standIns.clear();
        assertThat(standIns.copy()).isEqualTo(Map.of());
    }

    private static final class Nothing implements RoomAction {
        @Override
        public void live(LocalRoom room) {}

        @Override
        public void unavailable() {}
    }

    private void retract(long offset, long target) {
        run.hub.event(ROOM, EPOCH, retraction(offset, target), run.now);
    }

    private List<Publication> recovered(long from, List<Publication> archived) {
        Recovery recovery = run.read(room -> room.recover(new StreamPosition(from, "e1"), 100, NOW, archived));
        return ((Recovery.Complete) recovery).missed();
    }

    private Optional<Publication> newest() {
        return run.read(room -> Optional.ofNullable(room.newest(NOW)));
    }

    private static Publication wire(RoomPublication event) {
        return Objects.requireNonNull(event.wire());
    }
}

package io.millrace.edge.room;

import static io.millrace.edge.room.HubRun.attach;
import static io.millrace.edge.room.HubRun.join;
import static io.millrace.edge.room.HubRun.leaves;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.room.RecordingCommands.Told;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Who is there: what members are told, what the room is told, and what a client sees that asks.
class RoomPresenceTest {

    private final HubRun run = HubRun.withHistory(10);

    @Test
    void memberSeesItselfAtOnceAndIsGoneAtOnce() {
        run.subscribe("alice");
        run.presenceSnapshot(3, "bob");
        assertThat(present()).containsExactlyInAnyOrder("alice", "bob");

        run.joined(4, "alice");
        run.leave("alice");

        assertThat(present()).containsExactly("bob");
    }

    @Test
    void memberThatLeavesBeforeItsJoinCameBackIsGoneAtOnceToo() {
        run.subscribe("alice");
        run.presenceSnapshot(3, "bob");
        run.leave("alice");

        run.joined(4, "alice");

        assertThat(present()).containsExactly("bob");
    }

    @Test
    void memberThatComesBackIsThere() {
        run.subscribe("alice");
        run.presenceSnapshot(0);
        run.joined(1, "alice");
        run.leave("alice");
        run.subscribe("alice");
        run.left(2, "alice");
        assertThat(present()).containsExactly("alice");

        run.joined(3, "alice");

        assertThat(present()).containsExactly("alice");
        assertThat(repeated()).isEmpty();
    }

    @Test
    void memberThatCameAndWentFasterThanTheLogStaysAway() {
        run.subscribe("alice");
        run.presenceSnapshot(0);
        run.leave("alice");
        run.subscribe("alice");
        run.leave("alice");

        run.joined(1, "alice");
        run.left(2, "alice");
        run.joined(3, "alice");
        assertThat(present()).isEmpty();
        run.left(4, "alice");

        assertThat(present()).isEmpty();
        assertThat(repeated()).isEmpty();
    }

    @Test
    void leaveOfSomebodyWhoIsBackIsNotRepeated() {
        run.subscribe("alice");
        run.presenceSnapshot(0);
        run.joined(1, "alice");
        run.leave("alice");
        run.subscribe("alice");

        assertThat(repeated()).isEmpty();
        assertThat(present()).containsExactly("alice");
    }

    @Test
    void membersAreToldWhoComesAndGoesIncludingThemselves() {
        RecordingMember alice = run.subscribe("alice");
        RecordingMember quiet = run.subscribeQuietly("quiet");
        run.presenceSnapshot(3, "bob");

        run.joined(4, "alice");
        run.joined(5, "carol");
        run.left(6, "bob");

        assertThat(alice.seen()).containsExactly("+alice", "+carol", "-bob");
        assertThat(quiet.seen()).isEmpty();
    }

    @Test
    void memberThatIsOnlyAnnouncedIsNeverListed() {
        RecordingMember alice = run.subscribe("alice");
        RecordingMember ghost = new RecordingMember("ghost", false, true, Visibility.ANNOUNCED);
        run.subscribe(ghost);
        run.presenceSnapshot(3);

        run.joined(4, "ghost", Visibility.ANNOUNCED);
        run.joined(5, "far", Visibility.ANNOUNCED);
        assertThat(present()).containsExactly("alice");
        run.left(6, "far");
        run.leave("ghost");
        run.left(7, "ghost");

        assertThat(present()).containsExactly("alice");
        assertThat(alice.seen()).containsExactly("+ghost", "+far", "-far", "-ghost");
    }

    @Test
    void memberThatIsOnlyListedIsNeverAnnounced() {
        RecordingMember alice = run.subscribe("alice");
        run.presenceSnapshot(3);

        run.joined(4, "quiet", Visibility.LISTED);
        assertThat(present()).containsExactlyInAnyOrder("alice", "quiet");
        run.left(5, "quiet");
        run.joined(6, "quiet");

        assertThat(alice.seen()).containsExactly("+quiet");
    }

    @Test
    void hiddenMemberIsNotTalkedAbout() {
        RecordingMember hidden = new RecordingMember("hidden", true, true, Visibility.HIDDEN);
        run.subscribe(hidden);
        run.presenceSnapshot(3);
        run.leave("hidden");
        run.subscribe(hidden);

        assertThat(present()).isEmpty();
        assertThat(run.told()).containsExactly(attach());
    }

    @Test
    void presenceOfTheSnapshotIsNotNewsToTheFirstMember() {
        RecordingMember alice = run.subscribe("alice");

        run.presenceSnapshot(3, "bob", "carol");

        assertThat(alice.seen()).isEmpty();
    }

    @Test
    void repeatedChangesAreDropped() {
        RecordingMember alice = run.subscribe("alice");
        run.presenceSnapshot(3);

        run.joined(4, "bob");
        run.left(5, "bob");
        run.joined(4, "bob");
        run.left(5, "bob");
        run.joined(3, "zoe");

        assertThat(alice.seen()).containsExactly("+bob", "-bob");
        assertThat(run.told()).containsExactly(attach(), join("alice"));
    }

    @Test
    void missingVersionLeadsToANewSnapshotThatTellsTheDifference() {
        RecordingMember alice = run.subscribe("alice");
        run.presenceSnapshot(3, "bob");
        run.told();

        run.left(5, "carol");
        assertThat(run.told()).containsExactly(HubRun.attachFrom(0));
        run.presenceSnapshot(5, "alice", "dave");

        assertThat(alice.seen()).containsExactlyInAnyOrder("-bob", "+alice", "+dave");
        assertThat(present()).containsExactlyInAnyOrder("alice", "dave");
    }

    @Test
    void joinThatIsNotConfirmedIsRepeated() {
        run.subscribe("alice");
        run.presenceSnapshot(3);
        run.told();

        run.sweepAfter(HubRun.RETRY);
        assertThat(run.told()).containsExactly(join("alice"));
        run.joined(4, "alice");

        assertThat(repeated()).isEmpty();
    }

    @Test
    void leaveThatIsNotConfirmedIsRepeated() {
        run.subscribe("alice");
        run.presenceSnapshot(3);
        run.joined(4, "alice");
        run.leave("alice");
        run.told();

        run.sweepAfter(HubRun.RETRY);
        assertThat(run.told()).containsExactly(leaves("alice"));
        run.left(5, "alice");

        assertThat(repeated()).isEmpty();
    }

    @Test
    void leaveIsRepeatedEvenWhenTheJoinHadNotComeBack() {
        run.subscribe("alice");
        run.presenceSnapshot(3);
        run.leave("alice");
        run.joined(4, "alice");
        run.told();

        run.sweepAfter(HubRun.RETRY);

        assertThat(run.told()).containsExactly(leaves("alice"));
    }

    @Test
    void leaveOfSomebodyWhoNeverArrivedIsNotRepeatedForEver() {
        run.subscribe("alice");
        run.presenceSnapshot(3);
        run.leave("alice");
        run.told();
        run.sweepAfter(HubRun.RETRY);
        run.told();

        assertThat(repeated()).isEmpty();
    }

    @Test
    void goneMemberOfTheSnapshotIsNotShownBeforeItsLeaveIsTaken() {
        run.subscribe("alice");
        run.presenceSnapshot(3);
        run.joined(4, "alice");
        run.leave("alice");
        run.subscribe("bob");

        run.left(9, "zoe");
        run.presenceSnapshot(9, "alice", "bob");

        assertThat(present()).containsExactly("bob");
        run.presenceSnapshot(10, "bob");
        assertThat(repeated()).isEmpty();
    }

    private Set<String> present() {
        return run.read(room -> Set.copyOf(room.presence().keySet()));
    }

    private java.util.List<Told> repeated() {
        run.told();
        run.sweepAfter(HubRun.RETRY);
        return run.told();
    }
}

package io.millrace.processor.room;

import static io.millrace.processor.room.Inputs.attach;
import static io.millrace.processor.room.Inputs.detach;
import static io.millrace.processor.room.Inputs.join;
import static io.millrace.processor.room.Inputs.leave;
import static io.millrace.processor.room.Partition.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.room.Decision.Effect;
import io.millrace.processor.room.Decision.Outcome;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.chat.Visibility;
import io.millrace.schema.edge.Attached;
import io.millrace.schema.edge.DetachReason;
import io.millrace.schema.edge.PresenceChange;
import io.millrace.schema.edge.PresenceChanged;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomPresenceTest {

    private final Partition partition = new Partition();

    @BeforeEach
    void twoEdgesFollow() {
        partition.submit(attach(1, "edge-1"));
        partition.submit(attach(2, "edge-2"));
    }

    @Test
    void everyFollowerLearnsWhoCameTheSendersEdgeToo() {
        Outcome outcome = partition.submit(join(1, "edge-1", "alice"));

        assertThat(changes(1, outcome)).isEqualTo(changes(2, outcome));
        assertThat(changes(1, outcome)).singleElement().satisfies(change -> {
            assertThat(change.getChange()).isEqualTo(PresenceChange.JOINED);
            assertThat(change.getMember()).isEqualTo(Inputs.sender("alice"));
            assertThat(change.getVersion()).isEqualTo(1);
        });
    }

    @Test
    void versionsCountWithoutGap() {
        long first = versionOf(partition.submit(join(1, "edge-1", "alice")));
        long second = versionOf(partition.submit(join(2, "edge-2", "bob")));
        partition.restart();
        long third = versionOf(partition.submit(leave(1, "edge-1", "alice")));

        assertThat(List.of(first, second, third)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void theSameJoinAgainIsNoNews() {
        partition.submit(join(1, "edge-1", "alice"));

        assertThat(partition.submit(join(1, "edge-1", "alice")).effect()).isEqualTo(Effect.IGNORED);
    }

    @Test
    void howAMemberIsSeenIsToldAndRemembered() {
        RoomCommand quiet = join(Inputs.ROOM, 1, "edge-1", Inputs.sender("alice"), Visibility.ANNOUNCED);
        Outcome joined = partition.submit(quiet);
        partition.submit(join(1, "edge-1", "bob"));

        assertThat(partition.submit(quiet).effect()).isEqualTo(Effect.IGNORED);
        partition.restart();
        Attached snapshot =
                to(3, partition.submit(attach(3, "edge-3"))).getFirst().getAttached();
        Outcome left = partition.submit(leave(1, "edge-1", "alice"));

        assertThat(snapshot.getVisibility()).isEqualTo(Map.of("alice", Visibility.ANNOUNCED));
        assertThat(snapshot.getPresence()).hasSize(2);
        assertThat(List.of(joined, left))
                .allSatisfy(outcome -> assertThat(changes(2, outcome))
                        .singleElement()
                        .satisfies(change -> assertThat(change.getVisibility()).isEqualTo(Visibility.ANNOUNCED)));
    }

    @Test
    void aJoinWithOtherContentIsNews() {
        partition.submit(join(1, "edge-1", "alice"));

        Outcome outcome = partition.submit(join(Inputs.ROOM, 1, "edge-1", new Sender("renamed", "alice", null, null)));

        assertThat(versionOf(outcome)).isEqualTo(2);
    }

    @Test
    void onlyTheEdgeThatReportedAMemberMayTakeItBack() {
        partition.submit(join(1, "edge-1", "alice"));

        assertThat(partition.submit(leave(2, "edge-2", "alice")).effect()).isEqualTo(Effect.IGNORED);
        assertThat(partition.submit(leave(1, "edge-1", "nobody")).effect()).isEqualTo(Effect.IGNORED);
    }

    @Test
    void anEdgeThatDoesNotFollowIsToldSo() {
        Outcome stranger = partition.submit(join(3, "edge-3", "carol"));
        Outcome otherLife = partition.submit(join(1, "edge-1-next", "carol"));
        Outcome noRoom = partition.submit(join("chat:never", 1, "edge-1", Inputs.sender("carol")));

        assertThat(List.of(to(3, stranger), to(1, otherLife), to(1, noRoom)))
                .allSatisfy(deliveries -> assertThat(
                                deliveries.getFirst().getDetached().getReason())
                        .isEqualTo(DetachReason.NOT_ATTACHED));
        assertThat(to(1, otherLife).getFirst().getIncarnation()).isEqualTo("edge-1-next");
        assertThat(partition.knows("chat:never")).isFalse();
    }

    @Test
    void detachEndsThePresenceOfTheEdgesMembersForTheOthers() {
        partition.submit(join(1, "edge-1", "alice"));
        partition.submit(join(1, "edge-1", "anna"));
        partition.submit(join(2, "edge-2", "bob"));

        Outcome outcome = partition.submit(detach(1, "edge-1"));

        assertThat(to(1, outcome)).isEmpty();
        assertThat(changes(2, outcome))
                .extracting(change -> change.getMember().getClient())
                .containsExactly("alice", "anna");
        assertThat(changes(2, outcome)).extracting(PresenceChanged::getVersion).containsExactly(4L, 5L);
    }

    @Test
    void theSnapshotHoldsEverybodyPresent() {
        partition.submit(join(2, "edge-2", "bob"));
        partition.submit(join(1, "edge-1", "alice"));
        partition.restart();

        Outcome outcome = partition.submit(attach(3, "edge-3"));

        var attached = to(3, outcome).getFirst().getAttached();
        assertThat(attached.getPresence()).containsExactly(Inputs.sender("alice"), Inputs.sender("bob"));
        assertThat(attached.getPresenceVersion()).isEqualTo(2);
    }

    @Test
    void aNamespaceWithoutPresenceIgnoresIt() {
        partition.submit(attach("plain:x", 1, "edge-1", null, null));

        Outcome outcome = partition.submit(join("plain:x", 1, "edge-1", Inputs.sender("alice")));

        assertThat(outcome.effect()).isEqualTo(Effect.IGNORED);
    }

    private static List<PresenceChanged> changes(int inbox, Outcome outcome) {
        return to(inbox, outcome).stream()
                .map(delivery -> delivery.getPresence())
                .toList();
    }

    private static long versionOf(Outcome outcome) {
        return changes(1, outcome).getFirst().getVersion();
    }
}

package io.millrace.processor.room;

import static io.millrace.processor.room.Inputs.ROOM;
import static io.millrace.processor.room.Inputs.attach;
import static io.millrace.processor.room.Inputs.check;
import static io.millrace.processor.room.Inputs.publish;
import static io.millrace.processor.room.Inputs.removeHistory;
import static io.millrace.processor.room.Inputs.version;
import static io.millrace.processor.room.Partition.offsets;
import static io.millrace.processor.room.Partition.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.room.Decision.Effect;
import io.millrace.processor.room.Decision.Outcome;
import io.millrace.processor.room.Decision.Poison;
import io.millrace.schema.chat.PublishExtras;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.edge.Accepted;
import io.millrace.schema.edge.Attached;
import io.millrace.schema.edge.DetachReason;
import io.millrace.schema.edge.RoomPosition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoomExtrasTest {

    private static final ReplyAddress CALLER = new ReplyAddress(7, "edge-7", 77L);

    private final Partition partition = new Partition();

    @Test
    void tagsArePartOfTheEvent() {
        PublishExtras extras = new PublishExtras(Map.of("k", "v"), 0L, "", false, true);

        Outcome outcome = partition.submit(publish(ROOM, "a", extras, CALLER));

        assertThat(outcome.events().getFirst().getPublished().getTags()).isEqualTo(Map.of("k", "v"));
    }

    @Test
    void aVersionThatIsNotNewerIsDroppedEvenAfterARestart() {
        partition.submit(publish(ROOM, "a", version(5, "e"), CALLER));
        partition.restart();

        Outcome same = partition.submit(publish(ROOM, "b", version(5, "e"), CALLER));
        Outcome older = partition.submit(publish(ROOM, "c", version(4, ""), CALLER));
        Outcome newer = partition.submit(publish(ROOM, "d", version(6, "e"), CALLER));

        assertThat(same.events()).isEmpty();
        assertThat(accepted(same).getDuplicate()).isTrue();
        assertThat(accepted(same).getOffset()).isEqualTo(1);
        assertThat(older.events()).isEmpty();
        assertThat(offsets(newer.events())).containsExactly(2L);
    }

    @Test
    void anotherVersionEpochStartsCountingAnew() {
        partition.submit(publish(ROOM, "a", version(5, "e"), CALLER));

        Outcome outcome = partition.submit(publish(ROOM, "b", version(1, "f"), CALLER));

        assertThat(outcome.effect()).isEqualTo(Effect.DONE);
        assertThat(outcome.events()).hasSize(1);
    }

    @Test
    void aPublicationThatSkipsTheHistoryReachesFollowersAndLeavesNoTrace() {
        partition.submit(attach(1, "edge-1"));
        partition.submit(publish("a"));

        Outcome outcome = partition.submit(publish(ROOM, "t", Inputs.transientTagged(), CALLER));

        assertThat(outcome.events()).isEmpty();
        assertThat(outcome.changes()).isEmpty();
        assertThat(to(1, outcome).getFirst().getEvent().getOffset()).isZero();
        assertThat(accepted(outcome)).isEqualTo(new Accepted(epoch(), 0L, false));
        assertThat(offsets(partition.submit(publish("b")).events())).containsExactly(2L);
    }

    @Test
    void aRemovalHasItsOwnPlaceAndNothingBeforeItComesBack() {
        partition.submit(attach(1, "edge-1"));
        partition.submit(publish("a"));
        partition.submit(publish("b"));

        Outcome removal = partition.submit(removeHistory(ROOM, "r", CALLER));
        partition.submit(publish("c"));
        partition.restart();

        assertThat(removal.events().getFirst().getHistoryRemoved().getCommandId())
                .isEqualTo("r");
        assertThat(accepted(removal).getOffset()).isEqualTo(3);
        assertThat(to(1, removal).getFirst().getEvent())
                .isEqualTo(removal.events().getFirst());
        Attached snapshot =
                to(2, partition.submit(attach(2, "edge-2"))).getFirst().getAttached();
        assertThat(offsets(snapshot.getTail())).containsExactly(3L, 4L);
        assertThat(snapshot.getFloor()).isEqualTo(3);
        assertThat(snapshot.getOffset()).isEqualTo(4);
    }

    @Test
    void aRepeatedRemovalChangesNothing() {
        partition.submit(publish("a"));
        partition.submit(removeHistory(ROOM, "r", CALLER));
        partition.submit(publish("b"));

        Outcome repeat = partition.submit(removeHistory(ROOM, "r", CALLER));

        assertThat(repeat.effect()).isEqualTo(Effect.REPEATED);
        assertThat(repeat.events()).isEmpty();
        assertThat(repeat.changes()).isEmpty();
        assertThat(accepted(repeat)).isEqualTo(new Accepted(epoch(), 2L, true));
    }

    @Test
    void aRemovalInAnUnknownNamespaceIsRefused() {
        Outcome outcome = partition.submit(removeHistory("nope:a", "r", CALLER));

        assertThat(to(7, outcome).getFirst().getAnswer().getRejected().getCode())
                .isEqualTo(102);
    }

    @Test
    void aNegativeVersionIsRefused() {
        Outcome outcome = partition.submit(publish(ROOM, "a", version(-1, ""), CALLER));

        assertThat(to(7, outcome).getFirst().getAnswer().getRejected().getReason())
                .contains("version");
    }

    @Test
    void aCheckIsAnsweredWithThePositionAndChangesNothing() {
        partition.submit(attach(1, "edge-1"));
        partition.submit(publish("a"));

        Outcome outcome = partition.submit(check(ROOM, 1, "edge-1"));

        assertThat(to(1, outcome).getFirst().getPosition()).isEqualTo(new RoomPosition(epoch(), 1L, 0L));
        assertThat(outcome.changes()).isEmpty();
    }

    @Test
    void anEdgeThatIsNotCountedInIsToldSo() {
        partition.submit(publish("a"));

        for (String room : new String[] {ROOM, "chat:never"}) {
            Outcome outcome = partition.submit(check(room, 1, "edge-1"));

            assertThat(to(1, outcome).getFirst().getDetached().getReason()).isEqualTo(DetachReason.NOT_ATTACHED);
        }
        assertThat(partition.knows("chat:never")).isFalse();
    }

    @Test
    void twoKindsInOneCommandArePoison() {
        var command = removeHistory(ROOM, "r", null);
        command.setCheck(check(ROOM, 1, "edge-1").getCheck());

        assertThat(partition.decide(ROOM, command)).isInstanceOf(Poison.class);
    }

    private String epoch() {
        return to(9, partition.submit(attach(9, "observer")))
                .getFirst()
                .getAttached()
                .getEpoch();
    }

    private static Accepted accepted(Outcome outcome) {
        return to(7, outcome).getFirst().getAnswer().getAccepted();
    }
}

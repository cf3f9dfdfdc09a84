package io.millrace.processor.room;

import static io.millrace.processor.room.Inputs.attach;
import static io.millrace.processor.room.Inputs.detach;
import static io.millrace.processor.room.Inputs.edgeGone;
import static io.millrace.processor.room.Inputs.join;
import static io.millrace.processor.room.Inputs.publish;
import static io.millrace.processor.room.Partition.offsets;
import static io.millrace.processor.room.Partition.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.room.Decision.Effect;
import io.millrace.processor.room.Decision.Outcome;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.edge.Attached;
import io.millrace.schema.edge.DetachReason;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.PresenceChange;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoomFollowTest {

    private final Partition partition = new Partition();

    @Test
    void theFirstAttachBeginsAnEmptyRoom() {
        Attached attached = attached(1, partition.submit(attach(1, "edge-1")));

        assertThat(attached.getOffset()).isZero();
        assertThat(attached.getTail()).isEmpty();
        assertThat(attached.getLast()).isTrue();
        assertThat(attached.getEpoch()).isNotEmpty();
    }

    @Test
    void theTailHoldsAsMuchAsTheHistoryAllows() {
        publishMany(6);

        Attached attached = attached(1, partition.submit(attach(1, "edge-1")));

        assertThat(attached.getOffset()).isEqualTo(6);
        assertThat(offsets(attached.getTail())).containsExactly(3L, 4L, 5L, 6L);
    }

    @Test
    void theTailLeavesOutWhatIsOlderThanTheHistoryTime() {
        publishMany(2);
        partition.pass(Partition.CHAT.historyTime().plusMillis(1));
        partition.submit(publish("late"));

        Attached attached = attached(1, partition.submit(attach(1, "edge-1")));

        assertThat(offsets(attached.getTail())).containsExactly(3L);
    }

    @Test
    void theTailStartsAfterWhatTheEdgeAlreadyHas() {
        publishMany(6);
        String epoch = attached(1, partition.submit(attach(1, "edge-1"))).getEpoch();

        Attached again = attached(1, partition.submit(attach(Inputs.ROOM, 1, "edge-1", epoch, 4L)));

        assertThat(offsets(again.getTail())).containsExactly(5L, 6L);
    }

    @Test
    void anOffsetOfAnotherEpochOrFromTheFutureGetsTheWholeTail() {
        publishMany(3);
        String epoch = attached(1, partition.submit(attach(1, "edge-1"))).getEpoch();

        Attached otherEpoch = attached(1, partition.submit(attach(Inputs.ROOM, 1, "edge-1", "other", 2L)));
        Attached future = attached(1, partition.submit(attach(Inputs.ROOM, 1, "edge-1", epoch, 9L)));

        assertThat(offsets(otherEpoch.getTail())).containsExactly(1L, 2L, 3L);
        assertThat(offsets(future.getTail())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void afterDetachNoCopyIsMade() {
        partition.submit(attach(1, "edge-1"));
        partition.submit(detach(1, "edge-1"));

        assertThat(to(1, partition.submit(publish("a")))).isEmpty();
    }

    @Test
    void detachOfAStrangerDoesNothing() {
        publishMany(1);

        assertThat(partition.submit(detach(1, "edge-1")).effect()).isEqualTo(Effect.IGNORED);
        assertThat(partition.submit(detach("chat:never", 1, "edge-1")).effect()).isEqualTo(Effect.IGNORED);
        assertThat(partition.knows("chat:never")).isFalse();
    }

    @Test
    void anOlderLifeOfAnEdgeNeverReplacesANewerOne() {
        partition.submit(attach(1, "edge-1b"));

        Outcome older = partition.submit(attach(1, "edge-1a"));
        Outcome olderDetach = partition.submit(detach(1, "edge-1a"));

        assertThat(older.effect()).isEqualTo(Effect.IGNORED);
        assertThat(olderDetach.effect()).isEqualTo(Effect.IGNORED);
        assertThat(to(1, partition.submit(publish("a"))))
                .extracting(EdgeDelivery::getIncarnation)
                .containsExactly("edge-1b");
    }

    @Test
    void aNewerLifeReplacesTheOlderOneAndEndsItsPresence() {
        partition.submit(attach(2, "edge-2"));
        partition.submit(attach(1, "edge-1a"));
        partition.submit(join(1, "edge-1a", "alice"));

        Outcome outcome = partition.submit(attach(1, "edge-1b"));

        var left = to(2, outcome).getFirst().getPresence();
        assertThat(left.getChange()).isEqualTo(PresenceChange.LEFT);
        assertThat(left.getMember().getClient()).isEqualTo("alice");
        Attached attached = attached(1, outcome);
        assertThat(attached.getPresence()).isEmpty();
        assertThat(attached.getPresenceVersion()).isEqualTo(left.getVersion());
        partition.restart();
        assertThat(to(1, partition.submit(publish("a"))))
                .extracting(EdgeDelivery::getIncarnation)
                .containsExactly("edge-1b");
    }

    @Test
    void aDeadEdgeIsForgottenInEveryRoomAndToldSo() {
        partition.submit(attach("chat:one", 1, "edge-1", null, null));
        partition.submit(attach("chat:two", 1, "edge-1", null, null));
        partition.submit(attach("chat:three", 1, "edge-1", null, null));
        partition.submit(attach("chat:two", 2, "edge-2", null, null));
        partition.submit(join("chat:two", 1, "edge-1", Inputs.sender("alice")));
        partition.restart();

        Outcome outcome = partition.submit(edgeGone(1, "edge-1"));

        assertThat(to(1, outcome))
                .extracting(EdgeDelivery::getRoom)
                .containsExactly("chat:one", "chat:three", "chat:two");
        assertThat(to(1, outcome))
                .allSatisfy(delivery ->
                        assertThat(delivery.getDetached().getReason()).isEqualTo(DetachReason.EXPIRED));
        assertThat(to(2, outcome))
                .singleElement()
                .satisfies(delivery ->
                        assertThat(delivery.getPresence().getChange()).isEqualTo(PresenceChange.LEFT));
        assertThat(partition.rooms().followers()).containsExactly(Follower.of(2, "edge-2"));
        assertThat(partition.submit(edgeGone(1, "edge-1")).effect()).isEqualTo(Effect.IGNORED);
    }

    @Test
    void theDeathOfAnOlderLifeDoesNotTouchTheNewerOne() {
        partition.submit(attach(1, "edge-1b"));

        Outcome outcome = partition.submit(edgeGone(1, "edge-1a"));

        assertThat(outcome.effect()).isEqualTo(Effect.IGNORED);
        assertThat(to(1, partition.submit(publish("a")))).hasSize(1);
    }

    @Test
    void theDeathOfANewerLifeAlsoEndsTheOlderOne() {
        partition.submit(attach(1, "edge-1a"));

        Outcome outcome = partition.submit(edgeGone(1, "edge-1b"));

        assertThat(to(1, outcome))
                .singleElement()
                .extracting(EdgeDelivery::getIncarnation)
                .isEqualTo("edge-1a");
        assertThat(partition.rooms().followers()).isEmpty();
    }

    @Test
    void aRoomWithoutFollowersMayBeForgottenOnceTheEdgeIsGone() {
        partition.submit(attach(1, "edge-1"));
        partition.submit(edgeGone(1, "edge-1"));
        partition.pass(Partition.SETTINGS.idleLimit().plus(Duration.ofMillis(1)));

        partition.forgetIdle();

        assertThat(partition.knows(Inputs.ROOM)).isFalse();
    }

    private void publishMany(int count) {
        for (int i = 1; i <= count; i++) {
            RoomCommand command = publish("m" + i);
            partition.submit(command);
        }
    }

    private static Attached attached(int inbox, Outcome outcome) {
        return to(inbox, outcome).getFirst().getAttached();
    }
}

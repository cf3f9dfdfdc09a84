package io.millrace.processor.room;

import static io.millrace.processor.room.Inputs.ROOM;
import static io.millrace.processor.room.Inputs.attach;
import static io.millrace.processor.room.Inputs.publish;
import static io.millrace.processor.room.Inputs.removeHistory;
import static io.millrace.processor.room.Inputs.retract;
import static io.millrace.processor.room.Partition.offsets;
import static io.millrace.processor.room.Partition.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.id.RoomId;
import io.millrace.processor.room.Decision.Effect;
import io.millrace.processor.room.Decision.Outcome;
import io.millrace.processor.room.Decision.Poison;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.MessageRetracted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.edge.Accepted;
import io.millrace.schema.edge.Attached;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoomRetractTest {

    private static final ReplyAddress CALLER = new ReplyAddress(7, "edge-7", 77L);

    private final Partition partition = new Partition();

    @Test
    void aRetractionHasItsOwnPlaceAndEveryEdgeGetsIt() {
        partition.submit(attach(1, "edge-1"));
        partition.submit(publish("a"));
        partition.submit(publish("b"));

        Outcome outcome = partition.submit(retract("a"));

        RoomEvent event = outcome.events().getFirst();
        assertThat(event.getOffset()).isEqualTo(3);
        assertThat(event.getRetracted())
                .isEqualTo(new MessageRetracted("a", 1L, "insult", "mod-1", PayloadFormat.JSON));
        assertThat(to(1, outcome).getFirst().getEvent()).isEqualTo(event);
        assertThat(offsets(partition.submit(publish("c")).events())).containsExactly(4L);
    }

    @Test
    void nothingOfTheTextIsLeftEvenAfterARestart() {
        partition.submit(publish("a"));
        partition.submit(publish("b"));
        partition.submit(retract("a"));
        partition.restart();

        List<RoomEvent> tail = snapshot().getTail();

        assertThat(offsets(tail)).containsExactly(1L, 2L, 3L);
        MessagePublished standIn = tail.getFirst().getPublished();
        assertThat(standIn.getData()).isEqualTo(StandardCharsets.UTF_8.encode("{}"));
        assertThat(standIn.getTags()).isEqualTo(Map.of("millrace-event", "removed"));
        assertThat(standIn.getMessageId()).isEqualTo("a");
        assertThat(standIn.getSender()).isEqualTo(new Sender("user of c", "", null, null));
        assertThat(partition.store().slots(new RoomId(ROOM)))
                .filteredOn(slot -> slot.getOffset() == 1)
                .singleElement()
                .satisfies(slot -> assertThat(slot.getEvent()).isEqualTo(tail.getFirst()));
    }

    @Test
    void aRepeatChangesNothingWhoeverSendsIt() {
        partition.submit(publish("a"));
        partition.submit(retract(ROOM, "a", null, null, CALLER));
        partition.restart();
        var another = retract(ROOM, "", 1L, null, CALLER);

        for (var repeat : List.of(retract(ROOM, "a", null, null, CALLER), another)) {
            Outcome outcome = partition.submit(repeat);

            assertThat(outcome.effect()).isEqualTo(Effect.REPEATED);
            assertThat(outcome.events()).isEmpty();
            assertThat(outcome.changes()).isEmpty();
            assertThat(accepted(outcome)).returns(2L, Accepted::getOffset).returns(true, Accepted::getDuplicate);
        }
    }

    @Test
    void aRepeatedPublishOfItBringsItNotBack() {
        partition.submit(publish("a"));
        partition.submit(retract("a"));

        Outcome outcome = partition.submit(publish("a"));

        assertThat(outcome.events()).isEmpty();
        assertThat(accepted(outcome)).returns(1L, Accepted::getOffset);
        assertThat(snapshot().getTail().getFirst().getPublished().getSender().getClient())
                .isEmpty();
    }

    @Test
    void whatTheRoomDoesNotKnowIsLeftAlone() {
        partition.submit(publish("a"));
        partition.submit(publish("b"));

        for (var command : List.of(
                retract(ROOM, "z", null, null, null),
                // Of the newest publications the ids are known: this is another one.
                retract(ROOM, "z", 1L, null, null),
                retract(ROOM, "z", 3L, null, null),
                retract("chat:never", "a", 1L, null, null))) {
            Outcome outcome = partition.submit(command);

            assertThat(outcome.effect()).isEqualTo(Effect.IGNORED);
            assertThat(outcome.changes()).isEmpty();
        }
        assertThat(partition.knows("chat:never")).isFalse();
    }

    @Test
    void whoWaitsLearnsThatThereIsNoSuchPublication() {
        for (String room : List.of("chat:never", "nope:room")) {
            Outcome outcome = partition.submit(retract(room, "a", null, null, CALLER));

            assertThat(outcome.effect()).isEqualTo(Effect.REJECTED);
            assertThat(to(7, outcome).getFirst().getAnswer().getRejected().getCode())
                    .isEqualTo(room.equals("chat:never") ? 107 : 102);
        }
        assertThat(partition.decide("nope:room", retract("nope:room", "a", null, null, null)))
                .isInstanceOf(Poison.class);
    }

    @Test
    void anOldPublicationIsTakenBackByItsOffsetWhereTheEpochIsTheSame() {
        for (int i = 1; i <= 20; i++) {
            partition.submit(publish("m" + i));
        }
        String epoch = snapshot().getEpoch();

        Outcome other = partition.submit(retract(ROOM, "m3", 3L, "another", null));
        Outcome outcome = partition.submit(retract(ROOM, "m3", 3L, epoch, null));

        assertThat(other.events()).isEmpty();
        assertThat(outcome.events().getFirst().getRetracted())
                .returns("m3", MessageRetracted::getMessageId)
                .returns(3L, MessageRetracted::getOffset);
        assertThat(partition.submit(retract(ROOM, "m3", 3L, epoch, null)).events())
                .isEmpty();
    }

    @Test
    void theOffsetAloneFindsThePublicationAndItsId() {
        partition.submit(publish("a"));

        Outcome outcome = partition.submit(retract(ROOM, "", 1L, null, null));

        assertThat(outcome.events().getFirst().getRetracted().getMessageId()).isEqualTo("a");
    }

    @Test
    void eventsThatAreNoPublicationsCannotBeTakenBack() {
        partition.submit(publish("a"));
        partition.submit(retract("a"));
        partition.submit(removeHistory(ROOM, "r", null));

        assertThat(partition.submit(retract(ROOM, "", 2L, null, null)).events()).isEmpty();
        assertThat(partition.submit(retract(ROOM, "", 3L, null, null)).events()).isEmpty();
        assertThat(partition.submit(retract(ROOM, "r", null, null, null)).events())
                .isEmpty();
    }

    @Test
    void afterARemovalOfTheHistorySubscribersAreToldAllTheSame() {
        partition.submit(publish("a"));
        partition.submit(removeHistory(ROOM, "r", null));

        assertThat(offsets(partition.submit(retract("a")).events())).containsExactly(3L);
        assertThat(offsets(snapshot().getTail())).containsExactly(2L, 3L);
    }

    @Test
    void aRemovalOfTheHistoryTakesRetractionsWithIt() {
        partition.submit(publish("a"));
        partition.submit(retract("a"));
        partition.submit(removeHistory(ROOM, "r", null));
        partition.restart();

        assertThat(offsets(snapshot().getTail())).containsExactly(3L);
        assertThat(partition.submit(retract("a")).events()).isEmpty();
    }

    @Test
    void inARoomWithoutHistoryOnlyTheEventGoesOut() {
        String room = "plain:d";
        partition.submit(attach(room, 1, "edge-1", null, null));
        partition.submit(publish(room, "a", "1", null));

        Outcome outcome = partition.submit(retract(room, "a", null, null, null));

        assertThat(outcome.events().getFirst().getRetracted().getFormat()).isEqualTo(PayloadFormat.BINARY);
        assertThat(to(1, outcome)).hasSize(1);
        partition.restart();
        assertThat(partition.submit(retract(room, "a", null, null, null)).events())
                .isEmpty();
    }

    @Test
    void aRoomThatWasForgottenTakesNothingBack() {
        partition.submit(publish("a"));
        partition.pass(Partition.SETTINGS.idleLimit().plus(Duration.ofMillis(1)));

        assertThat(partition.submit(retract("a")).events()).isEmpty();

        partition.submit(publish("b"));
        assertThat(partition.submit(retract(ROOM, "a", 1L, null, null)).events())
                .isEmpty();
    }

    private Attached snapshot() {
        return to(9, partition.submit(attach(9, "observer"))).getFirst().getAttached();
    }

    private static Accepted accepted(Outcome outcome) {
        return to(7, outcome).getFirst().getAnswer().getAccepted();
    }
}

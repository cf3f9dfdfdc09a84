package io.millrace.processor.room;

import static io.millrace.processor.room.Inputs.attach;
import static io.millrace.processor.room.Inputs.publish;
import static io.millrace.processor.room.Partition.offsets;
import static io.millrace.processor.room.Partition.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.room.Decision.Effect;
import io.millrace.processor.room.Decision.Outcome;
import io.millrace.processor.room.Decision.Poison;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.Publish;
import io.millrace.schema.chat.ReplyAddress;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.schema.edge.PublishAnswer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RoomPublishTest {

    private final Partition partition = new Partition();

    @Test
    void offsetsCountFromOneWithoutGap() {
        Outcome first = partition.submit(publish("a"));
        Outcome second = partition.submit(publish("b"));

        assertThat(offsets(first.events())).containsExactly(1L);
        assertThat(offsets(second.events())).containsExactly(2L);
        assertThat(second.events().getFirst().getEpoch())
                .isEqualTo(first.events().getFirst().getEpoch());
    }

    @Test
    void theEventCarriesThePublicationVerbatim() {
        RoomCommand command = publish("a");

        var event = partition.submit(command).events().getFirst();

        assertThat(event.getRoom()).isEqualTo(Inputs.ROOM);
        assertThat(event.getPublished().getMessageId()).isEqualTo("a");
        assertThat(event.getPublished().getData())
                .isEqualTo(command.getPublish().getData());
        assertThat(event.getPublished().getSender())
                .isEqualTo(command.getPublish().getSender());
    }

    @Test
    void theSenderIsAnsweredWithThePlaceOfItsPublication() {
        Outcome outcome = partition.submit(publish("a"));

        PublishAnswer answer = to(7, outcome).getFirst().getAnswer();
        assertThat(answer.getCorrelation()).isEqualTo(77);
        assertThat(answer.getAccepted().getOffset()).isEqualTo(1);
        assertThat(answer.getAccepted().getDuplicate()).isFalse();
        assertThat(answer.getAccepted().getEpoch())
                .isEqualTo(outcome.events().getFirst().getEpoch());
    }

    @Test
    void aRepeatGetsTheFirstAnswerAndNothingElse() {
        partition.submit(attach(1, "edge-1"));
        partition.submit(publish("a"));
        partition.submit(publish("b"));

        Outcome repeat = partition.submit(publish("a"));

        assertThat(repeat.effect()).isEqualTo(Effect.REPEATED);
        assertThat(repeat.events()).isEmpty();
        assertThat(repeat.changes()).isEmpty();
        assertThat(repeat.deliveries()).hasSize(1);
        var accepted = to(7, repeat).getFirst().getAnswer().getAccepted();
        assertThat(accepted.getOffset()).isEqualTo(1);
        assertThat(accepted.getDuplicate()).isTrue();
    }

    @Test
    void aRepeatIsKnownAfterARestartEvenWhenItsEventHasLeftTheHistory() {
        for (String id : new String[] {"a", "b", "c", "d", "e", "f"}) {
            partition.submit(publish(id));
        }

        partition.restart();

        assertThat(partition.submit(publish("a")).effect()).isEqualTo(Effect.REPEATED);
    }

    @Test
    void anIdBeyondTheWindowIsANewPublication() {
        for (String id : new String[] {"a", "b", "c", "d", "e", "f", "g"}) {
            partition.submit(publish(id));
        }

        Outcome outcome = partition.submit(publish("a"));

        assertThat(offsets(outcome.events())).containsExactly(8L);
    }

    @Test
    void roomTimeNeverGoesBack() {
        Instant first = partition.submit(publish("a")).events().getFirst().getAt();
        partition.pass(Duration.ofSeconds(-30));

        Instant second = partition.submit(publish("b")).events().getFirst().getAt();

        assertThat(second).isEqualTo(first);
    }

    @Test
    void everyFollowerGetsItsOwnCopy() {
        partition.submit(attach(1, "edge-1"));
        partition.submit(attach(2, "edge-2"));

        Outcome outcome = partition.submit(publish("a"));

        assertThat(to(1, outcome)).singleElement().satisfies(delivery -> {
            assertThat(delivery.getIncarnation()).isEqualTo("edge-1");
            assertThat(delivery.getEvent()).isEqualTo(outcome.events().getFirst());
        });
        assertThat(to(2, outcome))
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.getEvent())
                        .isEqualTo(outcome.events().getFirst()));
    }

    @Test
    void aRoomWithoutHistoryStillCountsAndStillKnowsRepeats() {
        ReplyAddress replyTo = new ReplyAddress(7, "edge-7", 1L);
        partition.submit(publish("plain:x", "a", "1", replyTo));
        partition.restart();

        Outcome repeat = partition.submit(publish("plain:x", "a", "1", replyTo));
        Outcome next = partition.submit(publish("plain:x", "b", "2", replyTo));

        assertThat(repeat.effect()).isEqualTo(Effect.REPEATED);
        assertThat(offsets(next.events())).containsExactly(2L);
    }

    @Test
    void anUnknownNamespaceIsAnsweredWithUnknownChannel() {
        Outcome outcome = partition.submit(publish("nope:x", "a", "1", new ReplyAddress(7, "edge-7", 5L)));

        assertThat(outcome.effect()).isEqualTo(Effect.REJECTED);
        assertThat(outcome.changes()).isEmpty();
        PublishAnswer answer = to(7, outcome).getFirst().getAnswer();
        assertThat(answer.getCorrelation()).isEqualTo(5);
        assertThat(answer.getRejected().getCode()).isEqualTo(102);
    }

    @Test
    void anUnknownNamespaceWithoutReplyAddressIsPoison() {
        Decision decision = partition.decide("nope:x", publish("nope:x", "a", "1", null));

        assertThat(decision).isEqualTo(new Poison("unknown channel"));
    }

    @Test
    void aMalformedRoomNameIsAnsweredInBoundedLength() {
        String room = "chat:" + "x".repeat(5_000);

        Outcome outcome = partition.submit(publish(room, "a", "1", new ReplyAddress(7, "edge-7", 5L)));

        var delivery = to(7, outcome).getFirst();
        assertThat(delivery.getAnswer().getRejected().getCode()).isEqualTo(102);
        assertThat(delivery.getRoom()).hasSize(255);
    }

    @Test
    void aPublicationThatWouldNotFitIntoARecordIsRefused() {
        Publish huge = new Publish(
                "a",
                Inputs.sender("c"),
                ByteBuffer.allocate(CommandReader.MAX_CONTENT_BYTES + 1),
                PayloadFormat.BINARY,
                Instant.EPOCH,
                new ReplyAddress(7, "edge-7", 5L),
                null);

        Outcome outcome =
                partition.submit(new RoomCommand(Inputs.ROOM, huge, null, null, null, null, null, null, null, null));

        assertThat(to(7, outcome).getFirst().getAnswer().getRejected().getCode())
                .isEqualTo(107);
        assertThat(partition.knows(Inputs.ROOM)).isFalse();
    }

    @Test
    void aRoomNobodyFollowsIsForgottenAfterTheIdleLimit() {
        Outcome before = partition.submit(publish("a"));
        partition.pass(Partition.SETTINGS.idleLimit().plusMillis(1));

        Outcome after = partition.submit(publish("a"));

        assertThat(offsets(after.events())).containsExactly(1L);
        assertThat(after.events().getFirst().getEpoch())
                .isNotEqualTo(before.events().getFirst().getEpoch());
        partition.restart();
        assertThat(partition.submit(publish("a")).effect()).isEqualTo(Effect.REPEATED);
    }

    @Test
    void aFollowedRoomIsNeverForgotten() {
        partition.submit(attach(1, "edge-1"));
        partition.submit(publish("a"));
        partition.pass(Partition.SETTINGS.idleLimit().multipliedBy(5));
        partition.forgetIdle();

        Outcome outcome = partition.submit(publish("b"));

        assertThat(offsets(outcome.events())).containsExactly(2L);
    }

    @Test
    void removingIdleRoomsLeavesNothingBehindAndChangesNoAnswer() {
        partition.submit(publish("a"));
        partition.pass(Partition.SETTINGS.idleLimit().plusMillis(1));

        partition.forgetIdle();

        assertThat(partition.knows(Inputs.ROOM)).isFalse();
        assertThat(offsets(partition.submit(publish("a")).events())).containsExactly(1L);
    }
}

package io.millrace.edge.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnsweredWritesTest {

    private static final PublishOutcome UNKNOWN = new PublishOutcome.Unknown();
    private static final PublishOutcome REJECTED = new PublishOutcome.Rejected(111, "x");

    private final RecordingSink sink = new RecordingSink();
    private final PendingPublishes pending = new PendingPublishes();
    private final List<PublishOutcome> told = new ArrayList<>();
    private final AnsweredWrites writes = new AnsweredWrites(
            sink, pending, () -> new EdgeAddress(new Inbox(4), new Incarnation("edge-1")), Duration.ofSeconds(1));

    @Test
    void answerComesBackByTheReplyAddressOfTheRecord() {
        List<Long> correlations = new ArrayList<>();

        writes.write(
                (writer, replyTo, done) -> {
                    assertThat(replyTo.getInbox()).isEqualTo(4);
                    assertThat(replyTo.getIncarnation()).isEqualTo("edge-1");
                    correlations.add(replyTo.getCorrelation());
                },
                told::add);
        pending.complete(correlations.getFirst(), REJECTED);

        assertThat(told).containsExactly(REJECTED);
    }

    @Test
    void writeThatFailsIsUnknown() {
        write(writes);

        sink.to(Topics.ROOM_COMMANDS).getFirst().fail();

        assertThat(told).containsExactly(UNKNOWN);
        assertThat(pending.size()).isZero();
    }

    @Test
    void writeThatCannotBeQueuedIsUnknown() {
        sink.refuse();

        write(writes);

        assertThat(told).containsExactly(UNKNOWN);
    }

    @Test
    void writeBeforeThereIsAnInboxIsUnknown() {
        write(new AnsweredWrites(
                sink,
                pending,
                () -> {
                    throw new IllegalStateException("no inbox yet");
                },
                Duration.ofSeconds(1)));

        assertThat(told).containsExactly(UNKNOWN);
        assertThat(sink.to(Topics.ROOM_COMMANDS)).isEmpty();
    }

    private void write(AnsweredWrites with) {
        with.write(
                (writer, replyTo, done) -> writer.write(
                        Topics.ROOM_COMMANDS,
                        "room",
                        RoomCommand.newBuilder().setRoom("room").build(),
                        done),
                told::add);
    }
}

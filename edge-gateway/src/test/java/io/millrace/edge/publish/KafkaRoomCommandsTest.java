package io.millrace.edge.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.room.Position;
import io.millrace.edge.room.Visibility;
import io.millrace.id.ClientId;
import io.millrace.id.Epoch;
import io.millrace.id.Inbox;
import io.millrace.id.Incarnation;
import io.millrace.id.Offset;
import io.millrace.id.RoomId;
import io.millrace.schema.chat.RoomCommand;
import io.millrace.testkit.Await;
import io.millrace.topic.Topic;
import io.millrace.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class KafkaRoomCommandsTest {

    private static final RoomId ROOM = new RoomId("chat:lobby");
    private static final EdgeAddress ADDRESS = new EdgeAddress(new Inbox(3), new Incarnation("edge-1"));

    private final RecordingSink sink = new RecordingSink();

    @Test
    void commandsAreWrittenInOrderUnderTheirRoom() {
        try (KafkaRoomCommands commands = new KafkaRoomCommands(sink, () -> ADDRESS, 10)) {
            commands.attach(ROOM, null);
            commands.attach(ROOM, new Position(new Epoch("e1"), new Offset(7)));
            commands.join(
                    ROOM,
                    new ClientInfo("alice", "c-1", Payload.wrap("{}".getBytes(StandardCharsets.UTF_8)), Payload.NONE),
                    Visibility.ANNOUNCED);
            commands.leave(ROOM, new ClientId("c-1"));
            commands.detach(ROOM);
            sink.await(Topics.ROOM_COMMANDS, 5);
        }

        assertThat(sink.to(Topics.ROOM_COMMANDS))
                .extracting(record -> record.key())
                .containsOnly("chat:lobby");
        List<RoomCommand> written = sink.values(Topics.ROOM_COMMANDS);
        assertThat(written).extracting(RoomCommand::getRoom).containsOnly("chat:lobby");
        assertThat(written.get(0).getAttach().getInbox()).isEqualTo(3);
        assertThat(written.get(0).getAttach().getIncarnation()).isEqualTo("edge-1");
        assertThat(written.get(0).getAttach().getEpoch()).isNull();
        assertThat(written.get(0).getAttach().getFromOffset()).isNull();
        assertThat(written.get(1).getAttach().getEpoch()).isEqualTo("e1");
        assertThat(written.get(1).getAttach().getFromOffset()).isEqualTo(7);
        assertThat(written.get(2).getJoin().getMember().getUser()).isEqualTo("alice");
        assertThat(written.get(2).getJoin().getVisibility()).isEqualTo(io.millrace.schema.chat.Visibility.ANNOUNCED);
        assertThat(written.get(2).getJoin().getMember().getConnInfo().remaining())
                .isEqualTo(2);
        assertThat(written.get(2).getJoin().getMember().getChanInfo()).isNull();
        assertThat(written.get(3).getLeave().getClient()).isEqualTo("c-1");
        assertThat(written.get(4).getDetach().getIncarnation()).isEqualTo("edge-1");
    }

    @Test
    void fullQueueDropsAndCountsAndNeverBlocks() {
        CountDownLatch broker = new CountDownLatch(1);
        RecordSink blocked = new RecordSink() {
            @Override
            public <V extends SpecificRecord> void write(Topic<V> topic, String key, V value, Callback done) {
                try {
                    broker.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                sink.write(topic, key, value, done);
            }
        };
        try (KafkaRoomCommands commands = new KafkaRoomCommands(blocked, () -> ADDRESS, 3)) {
            commands.detach(new RoomId("chat:0"));
            Await.until(() -> commands.queued() == 0, Await.DEADLINE, "the writer to take the first");

            IntStream.rangeClosed(1, 5).forEach(i -> commands.detach(new RoomId("chat:" + i)));
            assertThat(commands.dropped()).isEqualTo(2);
            assertThat(commands.queued()).isEqualTo(3);
            broker.countDown();
            sink.await(Topics.ROOM_COMMANDS, 4);
        }

        assertThat(sink.values(Topics.ROOM_COMMANDS))
                .extracting(RoomCommand::getRoom)
                .containsExactly("chat:0", "chat:1", "chat:2", "chat:3");
    }

    @Test
    void whatIsQueuedIsWrittenBeforeTheEnd() {
        KafkaRoomCommands commands = new KafkaRoomCommands(sink, () -> ADDRESS, 10_000);
        for (int i = 0; i < 5_000; i++) {
            commands.detach(ROOM);
        }

        commands.close();

        assertThat(sink.values(Topics.ROOM_COMMANDS)).hasSize(5_000);
    }

    @Test
    void failuresAreCountedAndTheNextCommandsGoOn() {
        try (KafkaRoomCommands commands = new KafkaRoomCommands(sink, () -> ADDRESS, 10)) {
            commands.detach(ROOM);
            sink.await(Topics.ROOM_COMMANDS, 1).fail();
            assertThat(commands.dropped()).isEqualTo(1);

            sink.refuse();
            commands.detach(ROOM);

            Await.until(() -> commands.dropped() == 2, Await.DEADLINE, "the refusal to be counted");
        }
    }
}

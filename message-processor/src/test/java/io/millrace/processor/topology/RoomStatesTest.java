package io.millrace.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.chat.Sender;
import io.millrace.schema.chat.Visibility;
import io.millrace.schema.state.RoomHead;
import io.millrace.schema.state.RoomMember;
import io.millrace.schema.state.RoomSlot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

class RoomStatesTest {

    private static final long MICROS = 1_800_000_000_000_000L;

    @Test
    void aHeadOfTheFirstReleaseIsReadWithoutFloorAndVersion() throws IOException {
        GenericRecord head = record("RoomHead-0.1");
        head.put("epoch", "e");
        head.put("slots", 1_000);
        head.put("at", MICROS);
        head.put("presenceVersion", 7L);

        RoomHead read = RoomStates.HEAD.decode(bytes(head));

        assertThat(read).isEqualTo(new RoomHead("e", 1_000, Instant.ofEpochSecond(1_800_000_000L), 7L, 0L, 0L, ""));
    }

    @Test
    void aSlotOfTheFirstReleaseKeepsItsEvent() throws IOException {
        GenericRecord slot = record("RoomSlot-0.1");
        GenericRecord event = new GenericData.Record(
                slot.getSchema().getField("event").schema().getTypes().getLast());
        event.put("room", "chat:a");
        event.put("epoch", "e");
        event.put("offset", 5L);
        event.put("at", MICROS);
        slot.put("offset", 5L);
        slot.put("messageId", "m");
        slot.put("at", MICROS);
        slot.put("event", event);

        RoomSlot read = RoomStates.SLOT.decode(bytes(slot));

        assertThat(read.getMessageId()).isEqualTo("m");
        assertThat(read.getEvent().getOffset()).isEqualTo(5);
        assertThat(read.getEvent().getHistoryRemoved()).isNull();
    }

    @Test
    void aMemberOfTheFirstReleaseIsSeenAsTheNamespaceSays() throws IOException {
        GenericRecord member = record("RoomMember-0.1");
        GenericRecord sender =
                new GenericData.Record(member.getSchema().getField("member").schema());
        sender.put("user", "alice");
        sender.put("client", "c-1");
        member.put("member", sender);
        member.put("inbox", 3);
        member.put("incarnation", "i");

        RoomMember read = RoomStates.MEMBER.decode(bytes(member));

        assertThat(read)
                .isEqualTo(new RoomMember(new Sender("alice", "c-1", null, null), 3, "i", Visibility.NAMESPACE));
    }

    private static GenericRecord record(String schema) throws IOException {
        String path = "/state/" + schema + ".avsc";
        try (InputStream file = RoomStates.class.getResourceAsStream(path)) {
            return new GenericData.Record(new Schema.Parser().parse(Objects.requireNonNull(file, path)));
        }
    }

    private static byte[] bytes(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new BinaryMessageEncoder<>(GenericData.get(), record.getSchema()).encode(record, out);
        return out.toByteArray();
    }
}

package io.millrace.processor.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.MessageRetracted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.chat.Visibility;
import io.millrace.schema.edge.Attached;
import io.millrace.schema.edge.RoomPosition;
import io.millrace.schema.state.RoomMember;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SnapshotTest {

    @Test
    void anEmptyRoomIsOnePart() {
        List<Attached> parts = Snapshot.parts(new RoomPosition("e", 0L, 0L), 0, List.of(), List.of());

        assertThat(parts)
                .singleElement()
                .satisfies(part -> assertThat(part.getLast()).isTrue());
    }

    @Test
    void partsAreNumberedSmallAndTogetherComplete() throws IOException {
        List<RoomEvent> tail =
                IntStream.rangeClosed(1, 40).mapToObj(i -> event(i, 20_000)).toList();
        List<Sender> presence = IntStream.rangeClosed(1, 5_000)
                .mapToObj(i -> new Sender("user-" + i, "client-" + i, ByteBuffer.allocate(40), null))
                .toList();

        List<RoomMember> members = presence.stream()
                .map(sender -> new RoomMember(sender, 1, "edge-1", Visibility.LISTED))
                .toList();

        List<Attached> parts = Snapshot.parts(new RoomPosition("e", 40L, 5_000L), 7, tail, members);

        assertThat(parts).hasSizeGreaterThan(4);
        assertThat(parts).extracting(Attached::getFloor).containsOnly(7L);
        assertThat(parts)
                .extracting(Attached::getPart)
                .isEqualTo(IntStream.range(0, parts.size()).boxed().toList());
        assertThat(parts.stream().filter(Attached::getLast)).containsExactly(parts.getLast());
        assertThat(parts.stream().flatMap(part -> part.getTail().stream()).toList())
                .isEqualTo(tail);
        assertThat(parts.stream().flatMap(part -> part.getPresence().stream()).toList())
                .isEqualTo(presence);
        assertThat(parts)
                .allSatisfy(part -> assertThat(part.getVisibility().keySet())
                        .isEqualTo(part.getPresence().stream()
                                .map(Sender::getClient)
                                .collect(Collectors.toSet())));
        for (Attached part : parts) {
            assertThat(part.toByteBuffer().remaining()).isLessThanOrEqualTo(Snapshot.PART_BYTES);
        }
    }

    @Test
    void anEventLargerThanAPartHasAPartForItself() {
        List<RoomEvent> tail = List.of(event(1, 10), event(2, Snapshot.PART_BYTES + 1), event(3, 10));

        List<Attached> parts = Snapshot.parts(new RoomPosition("e", 3L, 0L), 0, tail, List.of());

        assertThat(parts).extracting(part -> part.getTail().size()).containsExactly(1, 1, 1);
    }

    @Test
    void reasonsOfRetractionsCountToo() throws IOException {
        List<RoomEvent> tail = IntStream.rangeClosed(1, 2_000)
                .mapToObj(SnapshotTest::retraction)
                .toList();

        List<Attached> parts = Snapshot.parts(new RoomPosition("e", 2_000L, 0L), 0, tail, List.of());

        for (Attached part : parts) {
            assertThat(part.toByteBuffer().remaining()).isLessThanOrEqualTo(Snapshot.PART_BYTES);
        }
    }

    private static RoomEvent retraction(int offset) {
        MessageRetracted retracted = new MessageRetracted("m", 1L, "\u20ac".repeat(500), "mod-1", PayloadFormat.JSON);
        return new RoomEvent("chat:room", "e", (long) offset, Instant.EPOCH, null, null, retracted);
    }

    private static RoomEvent event(int offset, int bytes) {
        MessagePublished published = new MessagePublished(
                "m" + offset,
                Inputs.sender("c"),
                ByteBuffer.allocate(bytes),
                PayloadFormat.BINARY,
                Instant.EPOCH,
                null);
        return new RoomEvent("chat:room", "e", (long) offset, Instant.EPOCH, published, null, null);
    }
}

package io.millrace.processor.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.chat.HistoryRemoved;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.state.RoomSlot;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private final Map<Long, RoomSlot> store = new TreeMap<>();

    @Test
    void onlyTheHistoryKeepsPayloadsTheRestOfTheWindowKeepsIds() {
        append(new History(6), 10, 4);

        assertThat(store.values()).extracting(RoomSlot::getOffset).containsExactlyInAnyOrder(5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(store.values().stream().filter(slot -> slot.getEvent() != null))
                .extracting(RoomSlot::getOffset)
                .containsExactlyInAnyOrder(7L, 8L, 9L, 10L);
    }

    @Test
    void aHistoryAsLongAsTheWindowNeverOverwritesANewerSlot() {
        append(new History(4), 10, 4);

        assertThat(store.values())
                .hasSize(4)
                .allSatisfy(slot -> assertThat(slot.getEvent()).isNotNull());
        assertThat(offsets(History.restore(4, store.values()))).containsExactly(7L, 8L, 9L, 10L);
    }

    @Test
    void aShorterHistoryAfterAChangeOfConfigurationShedsPayloads() {
        append(new History(6), 6, 6);

        append(History.restore(6, store.values()), 1, 2);

        assertThat(offsets(History.restore(6, store.values()))).containsExactly(6L, 7L);
    }

    @Test
    void aRemovalIsTheOldestEventThatRemainsAndIdsOutliveIt() {
        History history = new History(6);
        append(history, 5, 4);

        RoomEvent removal = new RoomEvent("chat:room", "e", 6L, Instant.EPOCH, null, new HistoryRemoved("r"), null);
        history.clear(removal, 4).forEach(slot -> store.put(slot.getOffset() % history.slots(), slot));
        append(history, 1, 4);

        assertThat(offsets(history)).containsExactly(6L, 7L);
        History restored = History.restore(6, store.values());
        assertThat(offsets(restored)).containsExactly(6L, 7L);
        assertThat(restored.offsetOf("m5")).isEqualTo(5);
        assertThat(restored.offsetOf("r")).isEqualTo(6);
    }

    private void append(History history, int count, int size) {
        for (int i = 0; i < count; i++) {
            history.append(event(history.top() + 1), size, Instant.EPOCH)
                    .forEach(slot -> store.put(slot.getOffset() % history.slots(), slot));
        }
    }

    private static List<Long> offsets(History history) {
        return Partition.offsets(history.after(0, 100, Instant.EPOCH));
    }

    private static RoomEvent event(long offset) {
        MessagePublished published = new MessagePublished(
                "m" + offset, Inputs.sender("c"), ByteBuffer.allocate(1), PayloadFormat.BINARY, Instant.EPOCH, null);
        return new RoomEvent("chat:room", "e", offset, Instant.EPOCH, published, null, null);
    }
}

package io.millrace.faults.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.faults.check.Entry;
import io.millrace.schema.chat.HistoryRemoved;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.MessageRetracted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinalRecordTest {

    private static final MessagePublished PUBLISHED = new MessagePublished(
            "m-1",
            new Sender("u", "c", null, null),
            ByteBuffer.wrap("{\"id\":\"a\"}".getBytes(StandardCharsets.UTF_8)),
            PayloadFormat.JSON,
            Instant.EPOCH,
            null);

    @Test
    void publicationIsKnownByTheIdInItsPayload() {
        assertThat(FinalRecord.entry(new RoomEvent("r", "e", 3L, Instant.EPOCH, PUBLISHED, null, null)))
                .get()
                .returns("a", Entry::id)
                .returns(3L, Entry::offset);
    }

    @Test
    void removalOfTheHistoryIsAnEventWithoutAPublication() {
        RoomEvent removal = new RoomEvent("r", "e", 4L, Instant.EPOCH, null, new HistoryRemoved("m-2"), null);

        assertThat(FinalRecord.entry(removal)).contains(Entry.removal("r", "e", 4));
    }

    @Test
    void retractionIsAnEventThatNamesWhatItTakesBack() {
        RoomEvent retraction = new RoomEvent(
                "r",
                "e",
                4L,
                Instant.EPOCH,
                null,
                null,
                new MessageRetracted("m-1", 3L, "", "mod-1", PayloadFormat.JSON));

        assertThat(FinalRecord.entry(retraction)).contains(Entry.retraction("r", "e", 4, 3));
        assertThat(Payloads.id("{\"event\":\"retracted\",\"offset\":3,\"id\":\"m-1\"}"))
                .isEqualTo(Entry.retractionOf(3));
        assertThat(Payloads.id("{\"event\":\"retracted\",\"offset\":3}")).isEqualTo(Entry.retractionOf(3));
        assertThat(Payloads.id("{}")).isEqualTo(Entry.TAKEN_BACK);
    }

    @Test
    void publicationWithoutAPlaceIsNotInTheRecord() {
        assertThat(FinalRecord.entry(new RoomEvent("r", "e", 0L, Instant.EPOCH, PUBLISHED, null, null)))
                .isEmpty();
    }

    @Test
    void removalsAreNeitherCountedNorWaitedFor() {
        List<Entry> topic =
                List.of(new Entry("r", "e", 1, "a"), Entry.retraction("r", "e", 2, 1), Entry.removal("r", "e", 3));

        assertThat(FinalRecord.publications(topic)).isEqualTo(1);
        assertThat(FinalRecord.tops(topic)).containsEntry("r", 2L);
    }
}

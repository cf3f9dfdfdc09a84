package io.millrace.processor.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millrace.processor.room.Decision.Outcome;
import io.millrace.schema.chat.Sender;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomsFailureTest {

    @Test
    void aFailingDecisionLeavesTheRoomAsItWas() {
        MapStore store = new MapStore();
        Sender unreadable = new Sender("u", "c", null, null) {
            @Override
            public String getClient() {
                if (calls++ > 2) { // Only after the member has been put.
                    throw new IllegalStateException("broken");
                }
                return super.getClient();
            }

            private int calls;
        };
        Rooms rooms = new Rooms(store, _ -> Optional.of(Partition.CHAT), Partition.SETTINGS);
        apply(store, rooms.decide(origin(1), Inputs.ROOM, Inputs.attach(1, "edge-1")));

        assertThatIllegalStateException()
                .isThrownBy(
                        () -> rooms.decide(origin(2), Inputs.ROOM, Inputs.join(Inputs.ROOM, 1, "edge-1", unreadable)));

        Decision next = rooms.decide(origin(3), Inputs.ROOM, Inputs.attach(2, "edge-2"));
        var attached = ((Outcome) next).deliveries().getFirst().content().getAttached();
        assertThat(attached.getPresence()).isEmpty();
        assertThat(attached.getPresenceVersion()).isZero();
    }

    private static void apply(MapStore store, Decision decision) {
        store.apply(((Outcome) decision).changes());
    }

    private static CommandOrigin origin(long offset) {
        return new CommandOrigin(0, offset, 1_800_000_000_000L);
    }
}

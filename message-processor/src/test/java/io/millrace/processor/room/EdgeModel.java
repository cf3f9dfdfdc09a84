package io.millrace.processor.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.edge.Attached;
import io.millrace.schema.edge.EdgeDelivery;
import io.millrace.schema.edge.PresenceChange;
import io.millrace.schema.edge.PresenceChanged;
import io.millrace.schema.edge.RoomPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one edge process must be able to rely on in one room: between `Attached` and `Detached` nothing is
/// missing.
final class EdgeModel {

    private boolean attached;
    private String epoch = "";
    private long offset;
    private long presenceVersion;
    private final Map<String, Sender> present = new TreeMap<>();

    void receive(EdgeDelivery delivery) {
        if (delivery.getAttached() != null) {
            attach(delivery.getAttached());
        } else if (delivery.getEvent() != null) {
            event(delivery.getEvent());
        } else if (delivery.getPresence() != null) {
            presence(delivery.getPresence());
        } else if (delivery.getPosition() != null) {
            position(delivery.getPosition());
        } else if (delivery.getDetached() != null) {
            attached = false;
        }
    }

    void detach() {
        attached = false;
    }

    boolean isAttached() {
        return attached;
    }

    Map<String, Sender> present() {
        return present;
    }

    private void attach(Attached snapshot) {
        assertThat(snapshot.getLast()).as("small rooms need one part").isTrue();
        assertThat(snapshot.getTail())
                .allSatisfy(event -> assertThat(event.getOffset())
                        .as("nothing that was removed comes back")
                        .isGreaterThanOrEqualTo(snapshot.getFloor()));
        List<Long> offsets = new ArrayList<>(Partition.offsets(snapshot.getTail()));
        for (int i = 0; i < offsets.size(); i++) {
            assertThat(offsets.get(i)).isEqualTo(snapshot.getOffset() - offsets.size() + 1 + i);
        }
        attached = true;
        epoch = snapshot.getEpoch();
        offset = snapshot.getOffset();
        presenceVersion = snapshot.getPresenceVersion();
        present.clear();
        snapshot.getPresence().forEach(member -> present.put(member.getClient(), member));
    }

    private void event(RoomEvent event) {
        assertThat(attached).as("an event only after Attached").isTrue();
        assertThat(event.getEpoch()).isEqualTo(epoch);
        if (event.getOffset() == 0) {
            return; // It has no place.
        }
        assertThat(event.getOffset()).isEqualTo(offset + 1);
        offset = event.getOffset();
    }

    /// Deliveries come in order: nothing that belongs before the answer may come after it.
    private void position(RoomPosition position) {
        assertThat(attached).as("an answer only after Attached").isTrue();
        assertThat(position).isEqualTo(new RoomPosition(epoch, offset, presenceVersion));
    }

    private void presence(PresenceChanged change) {
        assertThat(attached).as("presence only after Attached").isTrue();
        assertThat(change.getEpoch()).isEqualTo(epoch);
        assertThat(change.getVersion()).isEqualTo(presenceVersion + 1);
        presenceVersion = change.getVersion();
        if (change.getChange() == PresenceChange.JOINED) {
            present.put(change.getMember().getClient(), change.getMember());
        } else {
            assertThat(present.remove(change.getMember().getClient())).isNotNull();
        }
    }
}

package io.millrace.moderation.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.id.Inbox;
import io.millrace.schema.edge.EdgeDelivery;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InboxDeliveryTest {

    @Test
    void inboxIsThePartition() {
        assertThat(partitions(3, 16)).isEqualTo(Optional.of(Set.of(3)));
        assertThat(partitions(15, 16)).isEqualTo(Optional.of(Set.of(15)));
    }

    @Test
    void deliveryToAnInboxThatDoesNotExistIsDropped() {
        assertThat(partitions(16, 16)).isEqualTo(Optional.of(Set.of()));
    }

    private static Optional<Set<Integer>> partitions(int inbox, int count) {
        EdgeDelivery content =
                EdgeDelivery.newBuilder().setIncarnation("i").setRoom("r").build();
        return InboxDelivery.partitioner()
                .partitions("edge.deliveries", "r", new InboxDelivery(new Inbox(inbox), content), count);
    }
}

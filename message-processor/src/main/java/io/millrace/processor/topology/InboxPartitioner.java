package io.millrace.processor.topology;

import io.millrace.processor.room.Delivery;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/// The inbox is the partition. A delivery to an inbox that does not exist is dropped: nobody can read it, and
/// it must not stop the rooms.
final class InboxPartitioner implements StreamPartitioner<String, Delivery> {

    @Override
    public Optional<Set<Integer>> partitions(String topic, String key, Delivery delivery, int partitions) {
        int inbox = delivery.inbox().partition();
        return Optional.of(inbox < partitions ? Set.of(inbox) : Set.of());
    }
}

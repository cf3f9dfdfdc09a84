package io.millrace.moderation.topology;

import io.millrace.id.Inbox;
import io.millrace.schema.edge.EdgeDelivery;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;

/// A delivery and the inbox it goes to.
record InboxDelivery(Inbox inbox, EdgeDelivery content) {

    /// The inbox is the partition. A delivery to an inbox that does not exist is dropped: nobody can read it,
    /// and it must not stop the others.
    static StreamPartitioner<String, InboxDelivery> partitioner() {
        return (_, _, delivery, partitions) -> {
            int inbox = delivery.inbox.partition();
            return Optional.of(inbox < partitions ? Set.of(inbox) : Set.of());
        };
    }

    /// Only the content goes into the record.
    static Serializer<InboxDelivery> serializer(Serializer<EdgeDelivery> contents) {
        return new Serializer<>() {
            @Override
            public byte[] serialize(String topic, InboxDelivery delivery) {
                return contents.serialize(topic, delivery.content);
            }

            @Override
            public byte[] serialize(String topic, Headers headers, InboxDelivery delivery) {
                return contents.serialize(topic, headers, delivery.content);
            }
        };
    }
}

package io.millrace.moderation.topology;

import io.millrace.moderation.limit.Buckets;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// The stored form of [Buckets]; its own, because nobody else reads the changelog.
final class BucketsSerde implements Serde<Buckets> {

    @Override
    public Serializer<Buckets> serializer() {
        return (_, buckets) -> stored(buckets);
    }

    @Override
    public Deserializer<Buckets> deserializer() {
        return (_, bytes) -> read(bytes);
    }

    private static byte @Nullable [] stored(@Nullable Buckets buckets) {
        return buckets == null ? null : buckets.toBytes();
    }

    private static @Nullable Buckets read(byte @Nullable [] bytes) {
        return bytes == null ? null : Buckets.fromBytes(bytes);
    }
}

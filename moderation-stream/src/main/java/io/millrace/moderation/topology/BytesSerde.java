package io.millrace.moderation.topology;

import io.millrace.serde.StateCodec;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// The stored form of state that makes its own bytes, because nobody else reads the changelog.
///
/// @param <T> type of the state
record BytesSerde<T>(Function<T, byte[]> write, Function<byte[], T> read) implements Serde<T> {

    /// Avro, which needs no registry.
    static <V extends SpecificRecord> BytesSerde<V> avro(StateCodec<V> codec) {
        return new BytesSerde<>(codec::encode, codec::decode);
    }

    @Override
    public Serializer<T> serializer() {
        return (_, state) -> stored(state);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (_, bytes) -> known(bytes);
    }

    private byte @Nullable [] stored(@Nullable T state) {
        return state == null ? null : write.apply(state);
    }

    private @Nullable T known(byte @Nullable [] bytes) {
        return bytes == null ? null : read.apply(bytes);
    }
}

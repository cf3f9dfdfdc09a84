package io.millrace.serde;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/// State as Avro single objects: the fingerprint of the schema, then Avro binary. No registry is needed to
/// restore. Thread-safe.
///
/// @param <T> type of the state
public final class StateSerde<T extends SpecificRecord> implements Serde<T> {

    static {
        GeneratedRecords.trust();
    }

    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    /// @param decoder knows every shape in which state may have been left behind
    public StateSerde(BinaryMessageEncoder<T> encoder, BinaryMessageDecoder<T> decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
    }

    @Override
    public Serializer<T> serializer() {
        return (_, state) -> encode(state);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (_, bytes) -> decode(bytes);
    }

    private byte @Nullable [] encode(@Nullable T state) {
        if (state == null) {
            return null;
        }
        try {
            ByteBuffer buffer = encoder.encode(state);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("state cannot be encoded", e);
        }
    }

    private @Nullable T decode(byte @Nullable [] bytes) {
        try {
            return bytes == null ? null : decoder.decode(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("state cannot be decoded", e);
        }
    }
}

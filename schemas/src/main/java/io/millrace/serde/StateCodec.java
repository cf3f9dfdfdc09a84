package io.millrace.serde;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecord;

/// State as Avro single objects: the fingerprint of the schema, then Avro binary. No registry is needed to
/// restore. Thread-safe.
///
/// @param <T> type of the state
public final class StateCodec<T extends SpecificRecord> {

    static {
        GeneratedRecords.trust();
    }

    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    /// @param decoder knows every shape in which state may have been left behind
    public StateCodec(BinaryMessageEncoder<T> encoder, BinaryMessageDecoder<T> decoder) {
        this.encoder = encoder;
        this.decoder = decoder;
    }

    /// The stored form.
    public byte[] encode(T state) {
        try {
            ByteBuffer buffer = encoder.encode(state);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("state cannot be encoded", e);
        }
    }

    /// Reads the stored form.
    ///
    /// @throws UncheckedIOException when it was written with a schema that is not known
    public T decode(byte[] bytes) {
        try {
            return decoder.decode(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("state cannot be decoded", e);
        }
    }
}

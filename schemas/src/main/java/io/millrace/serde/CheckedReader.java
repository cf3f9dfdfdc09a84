package io.millrace.serde;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.Decoder;
import org.apache.kafka.common.errors.SerializationException;

/// Says that a record is cut off in words of its own: Avro's `EOFException` looks as if the registry's
/// connection had broken, and whoever waits for the registry then waits for a record that never gets better.
final class CheckedReader<T> implements DatumReader<T> {

    private final DatumReader<T> delegate;

    CheckedReader(DatumReader<T> delegate) {
        this.delegate = delegate;
    }

    @Override
    public void setSchema(Schema schema) {
        delegate.setSchema(schema);
    }

    /// @throws SerializationException when the bytes are no record of the schema; without the cause, which is
    ///     an
    ///     `IOException`
    @Override
    public T read(T reuse, Decoder in) {
        try {
            return delegate.read(reuse, in);
        } catch (IOException e) {
            throw new SerializationException("not a whole Avro record: " + e.getMessage());
        }
    }
}

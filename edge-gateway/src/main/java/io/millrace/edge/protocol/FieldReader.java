package io.millrace.edge.protocol;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one message field by field, whatever it is encoded in.
///
/// [#next(FieldTable)] names a field, then exactly one of the other methods reads or skips its value. Values of the
/// wrong kind or out of range are violations; syntax errors are `IOException`s of the library below.
sealed interface FieldReader permits JsonFieldReader, ProtobufFieldReader {

    /// The next field that the table knows, null at the end of the message.
    <F extends Enum<F> & WireField> @Nullable F next(FieldTable<F> table) throws IOException;

    boolean bool() throws IOException;

    int int32() throws IOException;

    long int64() throws IOException;

    long uint32() throws IOException;

    /// Up to 2^63 - 1: what is above was never handed out by a server.
    long uint64() throws IOException;

    String string() throws IOException;

    Payload bytes() throws IOException;

    <T> T message(MessageReader<T> body) throws IOException;

    /// Adds what this field holds of a map: all of it in JSON, one entry in Protobuf.
    <V> void entries(Map<String, V> map, V absent, MessageReader<V> value) throws IOException;

    /// Passes over the value.
    void skip() throws IOException;

    /// Reads what a field holds.
    @FunctionalInterface
    interface MessageReader<T> {

        T read(FieldReader reader) throws IOException;
    }
}

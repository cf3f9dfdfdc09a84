package io.millrace.load.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Writes one Protobuf message, fields with default values left out. Not thread-safe.
final class MessageBuilder {

    private static final int CAPACITY = 256;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(CAPACITY);
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes, CAPACITY);

    MessageBuilder string(int field, String value) {
        return value.isEmpty() ? this : write(() -> out.writeString(field, value));
    }

    MessageBuilder bytes(int field, ByteString value) {
        return value.isEmpty() ? this : write(() -> out.writeBytes(field, value));
    }

    MessageBuilder number(int field, long value) {
        return value == 0 ? this : write(() -> out.writeUInt64(field, value));
    }

    MessageBuilder bool(int field, boolean value) {
        return value ? write(() -> out.writeBool(field, true)) : this;
    }

    /// Written even when it is empty: its being there says what it is.
    MessageBuilder message(int field, MessageBuilder value) {
        return write(() -> out.writeByteArray(field, value.toByteArray()));
    }

    byte[] toByteArray() {
        write(out::flush);
        return bytes.toByteArray();
    }

    private MessageBuilder write(Write write) {
        try {
            write.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    private interface Write {
        void run() throws IOException;
    }
}

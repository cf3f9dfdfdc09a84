package io.millrace.edge.protocol;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Builds Protobuf messages by field number, independently of the code under test.
class Proto {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    static Proto proto() {
        return new Proto();
    }

    Proto number(int field, long value) {
        return write(() -> out.writeInt64(field, value));
    }

    Proto bool(int field) {
        return write(() -> out.writeBool(field, true));
    }

    Proto text(int field, String value) {
        return write(() -> out.writeString(field, value));
    }

    Proto bytes(int field, byte[] value) {
        return write(() -> out.writeByteArray(field, value));
    }

    Proto message(int field, Proto value) {
        return bytes(field, value.toByteArray());
    }

    Proto entry(int field, String key, Proto value) {
        return message(field, proto().text(1, key).message(2, value));
    }

    byte[] toByteArray() {
        write(out::flush);
        return bytes.toByteArray();
    }

    /// The message after its length, as it stands in a WebSocket message.
    byte[] delimited() {
        byte[] message = toByteArray();
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        CodedOutputStream frame = CodedOutputStream.newInstance(framed);
        write(() -> {
            frame.writeUInt32NoTag(message.length);
            frame.writeRawBytes(message);
            frame.flush();
        });
        return framed.toByteArray();
    }

    private Proto write(Writing writing) {
        try {
            writing.run();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return this;
    }

    @FunctionalInterface
    private interface Writing {

        void run() throws IOException;
    }
}

package io.millrace.edge.protocol;

import com.google.protobuf.WireFormat;
import java.nio.charset.StandardCharsets;

/// Writes one Protobuf message after its length. Owned by the call that encodes.
///
/// Lengths are not computed beforehand: a message is written with one byte kept free for its length and moved when the
/// length needs more.
final class ProtobufFieldWriter implements FieldWriter {

    private static final int TAG_TYPE_BITS = 3;
    private static final int KEY = 1;
    private static final int VALUE = 2;

    /// Reply, push, event, info, and two more for an entry of a map.
    private static final int MAX_DEPTH = 8;

    private final WireBuffer out;
    private final int[] starts = new int[MAX_DEPTH];
    private int depth;

    ProtobufFieldWriter(int capacity) {
        out = new WireBuffer(capacity);
        open();
    }

    @Override
    public void string(ReplyField field, String value) {
        if (!value.isEmpty()) {
            text(field.number(), value);
        }
    }

    @Override
    public void stringAlways(ReplyField field, String value) {
        string(field, value);
    }

    @Override
    public void bool(ReplyField field, boolean value) {
        number(field, value ? 1 : 0);
    }

    @Override
    public void number(ReplyField field, long value) {
        if (value != 0) {
            tag(field.number(), WireFormat.WIRETYPE_VARINT);
            out.putVarint(value);
        }
    }

    @Override
    public void numberAlways(ReplyField field, long value) {
        number(field, value);
    }

    @Override
    public void bytes(ReplyField field, Payload value) {
        if (!value.isEmpty()) {
            delimited(field.number(), value.array());
        }
    }

    @Override
    public void begin(ReplyField field) {
        begin(field.number());
    }

    private void begin(int number) {
        tag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        open();
    }

    @Override
    public void end() {
        out.putLengthBefore(starts[--depth]);
    }

    @Override
    public void beginList(ReplyField field) {}

    @Override
    public void beginItem(ReplyField field) {
        begin(field);
    }

    @Override
    public void endList() {}

    @Override
    public void beginMap(ReplyField field) {}

    @Override
    public void beginEntry(ReplyField field, String key) {
        begin(field);
        text(KEY, key);
        begin(VALUE);
    }

    @Override
    public void endEntry() {
        end();
        end();
    }

    @Override
    public void entry(ReplyField field, String key, String value) {
        begin(field);
        text(KEY, key);
        text(VALUE, value);
        end();
    }

    @Override
    public void endMap() {}

    @Override
    public byte[] toByteArray() {
        end();
        return out.toByteArray();
    }

    private void open() {
        out.put(0);
        starts[depth++] = out.length();
    }

    private void text(int number, String value) {
        delimited(number, value.getBytes(StandardCharsets.UTF_8));
    }

    private void delimited(int number, byte[] value) {
        tag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.putVarint(value.length);
        out.put(value);
    }

    private void tag(int number, int wireType) {
        out.putVarint(number << TAG_TYPE_BITS | wireType);
    }
}

package io.millrace.edge.protocol;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.millrace.edge.protocol.CommandFields.EntryField;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the fields of Protobuf messages. Owned by one call of the decoder.
///
/// Of a field that comes several times the last one counts. A known field in another wire type is a violation.
final class ProtobufFieldReader implements FieldReader {

    private final CodedInputStream in;
    private final int maxEntries;
    private int wireType;
    private String field = "command";

    ProtobufFieldReader(CodedInputStream in, int maxEntries) {
        this.in = in;
        this.maxEntries = maxEntries;
    }

    @Override
    public <F extends Enum<F> & WireField> @Nullable F next(FieldTable<F> table) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            F known = table.byNumber(WireFormat.getTagFieldNumber(tag));
            if (known != null) {
                wireType = WireFormat.getTagWireType(tag);
                field = known.name().toLowerCase(Locale.ROOT);
                return known;
            }
            if (!in.skipField(tag)) {
                throw ProtocolViolation.badRequest("message is not Protobuf: a group ends that never began");
            }
        }
        return null;
    }

    @Override
    public boolean bool() throws IOException {
        requireType(WireFormat.WIRETYPE_VARINT);
        return in.readBool();
    }

    @Override
    public int int32() throws IOException {
        requireType(WireFormat.WIRETYPE_VARINT);
        return in.readInt32();
    }

    @Override
    public long int64() throws IOException {
        requireType(WireFormat.WIRETYPE_VARINT);
        return in.readInt64();
    }

    @Override
    public long uint32() throws IOException {
        requireType(WireFormat.WIRETYPE_VARINT);
        return Integer.toUnsignedLong(in.readUInt32());
    }

    @Override
    public long uint64() throws IOException {
        requireType(WireFormat.WIRETYPE_VARINT);
        long value = in.readUInt64();
        require(value >= 0, "must be at most " + Long.MAX_VALUE);
        return value;
    }

    @Override
    public String string() throws IOException {
        requireType(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        return in.readStringRequireUtf8();
    }

    @Override
    public Payload bytes() throws IOException {
        requireType(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        return Payload.wrap(in.readByteArray());
    }

    @Override
    public <T> T message(MessageReader<T> body) throws IOException {
        requireType(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        return delimited(body);
    }

    /// A message after its length, without a tag.
    <T> T delimited(MessageReader<T> body) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        T message = body.read(this);
        in.popLimit(outer);
        return message;
    }

    @Override
    public <V> void entries(Map<String, V> map, V absent, MessageReader<V> value) throws IOException {
        String name = field;
        require(map.size() < maxEntries, "must have at most " + maxEntries + " entries");
        message(_ -> {
            String key = "";
            V read = absent;
            for (EntryField part = next(EntryField.TABLE); part != null; part = next(EntryField.TABLE)) {
                switch (part) {
                    case KEY -> key = string();
                    case VALUE -> read = value.read(this);
                }
            }
            field = name;
            require(map.put(key, read) == null, "must have each key once, has one twice");
            return map;
        });
    }

    @Override
    public void skip() throws IOException {
        requireType(WireFormat.WIRETYPE_LENGTH_DELIMITED);
        in.skipRawBytes(in.readRawVarint32());
    }

    private void requireType(int expected) {
        require(wireType == expected, "must have wire type " + expected + ", has " + wireType);
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw ProtocolViolation.badRequest("field " + field + " " + rule);
        }
    }
}

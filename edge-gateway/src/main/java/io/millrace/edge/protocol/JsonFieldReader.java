package io.millrace.edge.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the fields of JSON objects. Owned by one call of the decoder.
///
/// Known fields must not come twice and `null` means absent, like in the JSON form of Protobuf.
final class JsonFieldReader implements FieldReader {

    /// Digits and sign of the longest 64-bit number.
    private static final int MAX_DIGITS = 20;

    private static final long MAX_UINT32 = 0xFFFF_FFFFL;

    private final JsonParser parser;
    private final byte[] source;
    private final int maxEntries;

    /// One bit for each known field that the current message had.
    private int seen;

    private String field = "command";

    JsonFieldReader(JsonParser parser, byte[] source, int maxEntries) {
        this.parser = parser;
        this.source = source;
        this.maxEntries = maxEntries;
    }

    @Override
    public <F extends Enum<F> & WireField> @Nullable F next(FieldTable<F> table) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            F known = table.byName(parser.currentName());
            JsonToken value = parser.nextToken();
            if (known == null) {
                parser.skipChildren();
                continue;
            }
            field = known.name().toLowerCase(Locale.ROOT);
            int bit = 1 << known.number();
            require((seen & bit) == 0, "must come once, comes twice");
            seen |= bit;
            if (value != JsonToken.VALUE_NULL) {
                return known;
            }
        }
        return null;
    }

    @Override
    public boolean bool() {
        JsonToken token = parser.currentToken();
        require(token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE, "must be true or false");
        return token == JsonToken.VALUE_TRUE;
    }

    @Override
    public int int32() throws IOException {
        return (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    @Override
    public long int64() throws IOException {
        return integer(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Override
    public long uint32() throws IOException {
        return integer(0, MAX_UINT32);
    }

    @Override
    public long uint64() throws IOException {
        return integer(0, Long.MAX_VALUE);
    }

    private long integer(long min, long max) throws IOException {
        require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT, "must be an integer number");
        require(parser.getTextLength() <= MAX_DIGITS, "must be a 64-bit number");
        JsonParser.NumberType type = parser.getNumberType();
        require(type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG, "must be a 64-bit number");
        long value = parser.getLongValue();
        require(value >= min && value <= max, "must be between " + min + " and " + max + ", is " + value);
        return value;
    }

    @Override
    public String string() throws IOException {
        require(parser.currentToken() == JsonToken.VALUE_STRING, "must be a string");
        return wellFormed(parser.getText());
    }

    /// Refuses halves of surrogate pairs, which escapes can smuggle past UTF-8 and which no encoder could write again.
    /// The parser does so itself for names.
    private String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                boolean paired = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                require(paired, "must be Unicode text, has an unpaired surrogate");
                i++;
            }
        }
        return text;
    }

    @Override
    public Payload bytes() throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
        return Payload.copyOf(source, start, (int) parser.currentLocation().getByteOffset());
    }

    @Override
    public <T> T message(MessageReader<T> body) throws IOException {
        require(parser.currentToken() == JsonToken.START_OBJECT, "must be an object");
        int outer = seen;
        seen = 0;
        T message = body.read(this);
        seen = outer;
        return message;
    }

    @Override
    public <V> void entries(Map<String, V> map, V absent, MessageReader<V> value) throws IOException {
        require(parser.currentToken() == JsonToken.START_OBJECT, "must be an object");
        String name = field;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            field = name;
            require(map.size() < maxEntries, "must have at most " + maxEntries + " entries");
            String key = parser.currentName();
            V read = parser.nextToken() == JsonToken.VALUE_NULL ? absent : value.read(this);
            field = name;
            require(map.put(key, read) == null, "must have each key once, has one twice");
        }
    }

    @Override
    public void skip() throws IOException {
        parser.skipChildren();
    }

    private void require(boolean holds, String rule) {
        if (!holds) {
            throw ProtocolViolation.badRequest("field " + field + " " + rule);
        }
    }
}

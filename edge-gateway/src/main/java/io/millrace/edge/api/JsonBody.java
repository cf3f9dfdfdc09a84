package io.millrace.edge.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.edge.protocol.JsonText;
import io.millrace.edge.protocol.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON object whose values keep the bytes they came in, so that payloads are handed on verbatim. An absent
/// field and `null` are the same; names that are not asked for do not matter; of a name that comes twice the
/// last value counts. Immutable. Every accessor throws [MalformedRequestException] for a value of another type.
public final class JsonBody {

    private final Map<String, byte[]> values;

    private JsonBody(Map<String, byte[]> values) {
        this.values = values;
    }

    /// Reads an object.
    ///
    /// @throws MalformedRequestException when it is not exactly one JSON object in UTF-8
    public static JsonBody parse(byte[] text) {
        return new JsonBody(fields("body", text));
    }

    /// Names of the fields, in their order.
    Iterable<String> names() {
        return values.keySet();
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        return read(name, "", parser -> string(name, parser));
    }

    boolean flag(String name) {
        return read(name, false, parser -> switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw wrong(name, "must be true or false");
        });
    }

    /// A whole number.
    ///
    /// @param min also what it is when absent, unless that is negative: then 0
    long number(String name, long min, long max) {
        return read(name, Math.max(0, min), parser -> {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw wrong(name, "must be a whole number");
            }
            if (parser.getTextLength() > 20 || parser.getBigIntegerValue().bitLength() > 63) {
                throw wrong(name, "must be between " + min + " and " + max);
            }
            long value = parser.getLongValue();
            if (value < min || value > max) {
                throw wrong(name, "must be between " + min + " and " + max);
            }
            return value;
        });
    }

    /// A value of any type, verbatim; empty when absent.
    Payload raw(String name) {
        byte[] value = values.get(name);
        return value == null ? Payload.NONE : Payload.wrap(value);
    }

    /// Bytes in base64; empty when absent.
    Payload base64(String name) {
        try {
            return Payload.wrap(Base64.getDecoder().decode(text(name)));
        } catch (IllegalArgumentException _) {
            throw wrong(name, "must be base64");
        }
    }

    /// An object, or null when absent.
    @Nullable
    JsonBody object(String name) {
        byte[] value = values.get(name);
        return value == null ? null : new JsonBody(fields(name, value));
    }

    List<String> texts(String name) {
        return elements(name, parser -> string(name, parser));
    }

    List<JsonBody> objects(String name) {
        byte[] source = values.get(name);
        return source == null ? List.of() : elements(name, parser -> new JsonBody(fields(name, slice(parser, source))));
    }

    Map<String, String> textByName(String name) {
        JsonBody map = object(name);
        if (map == null) {
            return Map.of();
        }
        Map<String, String> result = new LinkedHashMap<>();
        map.names().forEach(key -> result.put(key, map.text(key)));
        return result;
    }

    private interface Reader<T> {
        T read(JsonParser parser) throws IOException;
    }

    private <T> T read(String name, T absent, Reader<T> reader) {
        byte[] value = values.get(name);
        return value == null ? absent : parse(name, value, reader);
    }

    private <T> List<T> elements(String name, Reader<T> element) {
        return read(name, List.<T>of(), parser -> {
            if (parser.currentToken() != JsonToken.START_ARRAY) {
                throw wrong(name, "must be an array");
            }
            List<T> result = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                result.add(element.read(parser));
            }
            return result;
        });
    }

    private static Map<String, byte[]> fields(String name, byte[] text) {
        return parse(name, text, parser -> {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw wrong(name, "must be an object");
            }
            Map<String, byte[]> fields = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                boolean absent = parser.nextToken() == JsonToken.VALUE_NULL;
                byte[] value = slice(parser, text);
                if (absent) {
                    fields.remove(field);
                } else {
                    fields.put(field, value);
                }
            }
            return fields;
        });
    }

    private static <T> T parse(String name, byte[] text, Reader<T> reader) {
        try (JsonParser parser = JsonText.parser(text)) {
            if (parser.nextToken() == null) {
                throw wrong(name, "is empty");
            }
            T result = reader.read(parser);
            if (parser.nextToken() != null) {
                throw wrong(name, "must be one JSON value");
            }
            return result;
        } catch (IOException _) {
            // The parser's own words quote the request.
            throw wrong(name, "is not JSON");
        }
    }

    /// The bytes of the current value; moves to its end.
    private static byte[] slice(JsonParser parser, byte[] text) throws IOException {
        int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
        return Arrays.copyOfRange(
                text, from, Math.toIntExact(parser.currentLocation().getByteOffset()));
    }

    private static String string(String name, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong(name, "must be a string");
        }
        String text = parser.getText();
        // Escapes can hold half a character, which nobody could write again.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw wrong(name, "must be Unicode text");
        }
        return text;
    }

    private static MalformedRequestException wrong(String name, String what) {
        return new MalformedRequestException(name + " " + what);
    }
}

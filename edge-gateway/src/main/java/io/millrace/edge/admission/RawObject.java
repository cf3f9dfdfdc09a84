package io.millrace.edge.admission;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.millrace.edge.protocol.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON object whose values are kept as they were written, so that what is passed on keeps its digits and its
/// order. A name must not come twice, and `null` means absent.
final class RawObject {

    private static final RawObject EMPTY = new RawObject(Map.of());
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Names may come from users: interning them would fill the JVM's table for good.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .build();

    private final Map<String, Value> values;

    private RawObject(Map<String, Value> values) {
        this.values = values;
    }

    private record Value(JsonToken kind, Payload json) {}

    /// Something is not as it must be.
    static final class MalformedClaim extends Exception {

        private static final long serialVersionUID = 1;

        MalformedClaim(String rule) {
            super(rule, null, false, false);
        }
    }

    /// @throws MalformedClaim when this is not one JSON object in UTF-8
    static RawObject parse(Payload json) throws MalformedClaim {
        if (!json.isJson()) {
            throw new MalformedClaim("not JSON");
        }
        byte[] bytes = json.toByteArray();
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedClaim("not a JSON object");
            }
            Map<String, Value> values = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken kind = parser.nextToken();
                values.put(name, new Value(kind, raw(parser, bytes)));
            }
            values.values().removeIf(value -> value.kind == JsonToken.VALUE_NULL);
            return new RawObject(values);
        } catch (IOException e) {
            throw new MalformedClaim("a name twice in one object");
        }
    }

    private static Payload raw(JsonParser parser, byte[] bytes) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
        } else {
            parser.finishToken();
        }
        return Payload.copyOf(bytes, start, (int) parser.currentLocation().getByteOffset());
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    Set<String> names() {
        return values.keySet();
    }

    /// The value as it was written; empty when absent.
    Payload raw(String name) {
        Value value = values.get(name);
        return value == null ? Payload.NONE : value.json;
    }

    /// A JSON value under one name, or JSON in base64 under another, which wins.
    Payload rawOrBase64(String name, String base64Name) throws MalformedClaim {
        String base64 = text(base64Name);
        if (base64 == null || base64.isEmpty()) {
            return raw(name);
        }
        Payload decoded;
        try {
            decoded = Payload.wrap(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new MalformedClaim(base64Name + " is not base64");
        }
        // Clients of the JSON encoding see it too.
        require(decoded.isJson(), base64Name + " is not JSON");
        return decoded;
    }

    /// Text, null when absent.
    @Nullable
    String text(String name) throws MalformedClaim {
        Value value = values.get(name);
        if (value == null) {
            return null;
        }
        require(value.kind == JsonToken.VALUE_STRING, name + " is not a string");
        return text(name, value.json);
    }

    /// Text or a whole number as text, null when absent.
    @Nullable
    String textOrNumber(String name) throws MalformedClaim {
        Value value = values.get(name);
        return value != null && value.kind == JsonToken.VALUE_NUMBER_INT ? digits(value) : text(name);
    }

    /// One text or a list of texts; empty when absent.
    List<String> texts(String name) throws MalformedClaim {
        Value value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (value.kind == JsonToken.VALUE_STRING) {
            return List.of(text(name, value.json));
        }
        require(value.kind == JsonToken.START_ARRAY, name + " is not a list");
        List<String> texts = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(value.json.toByteArray())) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                require(parser.currentToken() == JsonToken.VALUE_STRING, name + " holds what is not a string");
                texts.add(wellFormed(name, parser.getText()));
            }
        } catch (IOException e) {
            throw new MalformedClaim(name + " is not a list");
        }
        return texts;
    }

    /// Seconds since 1970 as RFC 7519 section 2 has them, fractions cut off; null when absent. What no long
    /// holds becomes the nearest one.
    @Nullable
    Long seconds(String name) throws MalformedClaim {
        Value value = values.get(name);
        if (value == null) {
            return null;
        }
        require(value.kind.isNumeric(), name + " is not a number");
        // A double is exact to the second for two hundred million years, and saturates without effort.
        return (long) Math.floor(Double.parseDouble(digits(value)));
    }

    /// `true` or `false`, null when absent.
    @Nullable
    Boolean flag(String name) throws MalformedClaim {
        Value value = values.get(name);
        if (value == null) {
            return null;
        }
        require(value.kind.isBoolean(), name + " is not true or false");
        return value.kind == JsonToken.VALUE_TRUE;
    }

    /// An object; an empty one when absent.
    RawObject object(String name) throws MalformedClaim {
        Value value = values.get(name);
        if (value == null) {
            return EMPTY;
        }
        require(value.kind == JsonToken.START_OBJECT, name + " is not an object");
        return parse(value.json);
    }

    private static String text(String name, Payload json) throws MalformedClaim {
        try (JsonParser parser = FACTORY.createParser(json.toByteArray())) {
            parser.nextToken();
            return wellFormed(name, parser.getText());
        } catch (IOException e) {
            throw new MalformedClaim(name + " is not a string");
        }
    }

    /// Refuses halves of surrogate pairs, which escapes can smuggle past UTF-8 and which no encoder can write.
    private static String wellFormed(String name, String text) throws MalformedClaim {
        require(
                text.codePoints()
                        .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE),
                name + " is not Unicode text");
        return text;
    }

    private static String digits(Value number) {
        return new String(number.json.toByteArray(), StandardCharsets.US_ASCII);
    }

    private static void require(boolean holds, String rule) throws MalformedClaim {
        if (!holds) {
            throw new MalformedClaim(rule);
        }
    }
}

package io.millrace.moderation.document;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.millrace.moderation.config.PolicySettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/// Documents as trees, and settings as documents.
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .addModule(new SimpleModule().addSerializer(new DurationText()).addSerializer(new EnumText()))
            .build();

    private Json() {}

    /// Reads a document.
    ///
    /// @throws IllegalArgumentException saying where it is no JSON
    static JsonNode read(String document) {
        try {
            return MAPPER.readTree(document);
        } catch (JsonProcessingException e) {
            // What the parser says may quote the document, which may be a list of slurs.
            JsonLocation place = e.getLocation();
            throw new IllegalArgumentException(
                    place == null
                            ? "is no JSON"
                            : "is no JSON, or has a key twice, at line " + place.getLineNr() + ", column "
                                    + place.getColumnNr(),
                    e);
        }
    }

    /// Settings with all their keys, in the one form that equal settings share.
    static ObjectNode tree(PolicySettings settings) {
        return MAPPER.valueToTree(settings);
    }

    static Map<String, Object> map(ObjectNode tree) {
        return MAPPER.convertValue(tree, new TypeReference<>() {});
    }

    private static final class DurationText extends StdSerializer<Duration> {

        private static final long serialVersionUID = 1;

        private DurationText() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.toMillisPart() == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms");
        }
    }

    @SuppressWarnings("rawtypes")
    private static final class EnumText extends StdSerializer<Enum> {

        private static final long serialVersionUID = 1;

        private EnumText() {
            super(Enum.class);
        }

        @Override
        public void serialize(Enum value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }
}

package io.millrace.moderation.desk.http;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A JSON object of a request. Each accessor names its field and what it must be; an absent field and `null`
/// are the same. Not thread-safe.
final class Fields {

    private static final ObjectReader JSON = new ObjectMapper()
            .reader()
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int SHOWN = 100;

    private final String path;
    private final JsonNode object;

    private Fields(String path, JsonNode object) {
        this.path = path;
        this.object = object;
    }

    /// Reads a body; an empty one is an object without fields.
    ///
    /// @param known names that it may have
    static Fields parse(byte[] body, Set<String> known) {
        if (body.length == 0) {
            return new Fields("", Reply.NODES.objectNode());
        }
        try {
            return new Fields("", JSON.readTree(body)).requireObject("body", known);
        } catch (IOException _) {
            // The parser's own words quote the request.
            throw new ProblemException(Problem.field("body", "a JSON object in UTF-8", null));
        }
    }

    Optional<String> text(String name, int max) {
        return value(name, "a text of at most " + max + " characters", node -> {
            if (!node.isTextual() || node.textValue().length() > max) {
                return Optional.empty();
            }
            return Optional.of(node.textValue());
        });
    }

    String required(String name, int max) {
        return text(name, max)
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new ProblemException(
                        Problem.field(path + name, "there: a text of 1 to " + max + " characters", null)));
    }

    Optional<Long> number(String name, long min, long max) {
        return value(
                name,
                "a whole number from " + min + " to " + max,
                node -> node.isIntegralNumber()
                                && node.canConvertToLong()
                                && node.longValue() >= min
                                && node.longValue() <= max
                        ? Optional.of(node.longValue())
                        : Optional.empty());
    }

    /// A length of time in seconds.
    Optional<Duration> seconds(String name, long min, long max) {
        return number(name, min, max).map(Duration::ofSeconds);
    }

    Optional<Instant> time(String name) {
        return value(name, "a time such as 2026-01-31T12:00:00Z", node -> {
            try {
                return Optional.of(Instant.parse(node.asText()));
            } catch (DateTimeParseException _) {
                return Optional.empty();
            }
        });
    }

    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type, Set<E> allowed) {
        return value(name, "one of " + names(allowed), node -> constant(node.asText(), type, allowed));
    }

    /// A list of texts that are not empty.
    Optional<List<String>> texts(String name, int max, int length) {
        return value(name, "a list of at most " + max + " texts of 1 to " + length + " characters", node -> {
            List<String> texts = new ArrayList<>();
            for (JsonNode item : node) {
                if (!item.isTextual()
                        || item.textValue().isEmpty()
                        || item.textValue().length() > length) {
                    return Optional.empty();
                }
                texts.add(item.textValue());
            }
            return node.isArray() && texts.size() <= max ? Optional.of(texts) : Optional.empty();
        });
    }

    /// An object inside this one.
    Optional<Fields> object(String name, Set<String> known) {
        JsonNode node = object.path(name);
        return node.isMissingNode() || node.isNull()
                ? Optional.empty()
                : Optional.of(new Fields(path + name + '.', node).requireObject(path + name, known));
    }

    /// A value as it is.
    Optional<JsonNode> raw(String name) {
        JsonNode node = object.path(name);
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    static <E extends Enum<E>> Optional<E> constant(String text, Class<E> type, Set<E> allowed) {
        return Arrays.stream(type.getEnumConstants())
                .filter(allowed::contains)
                .filter(constant ->
                        name(constant).equals(text.toLowerCase(Locale.ROOT).replace('-', '_')))
                .findFirst();
    }

    static String names(Set<? extends Enum<?>> constants) {
        return String.join(", ", constants.stream().map(Fields::name).toList());
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String shown(String value) {
        return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + '…';
    }

    private interface Reader<T> {
        Optional<T> read(JsonNode node);
    }

    private <T> Optional<T> value(String name, String limit, Reader<T> reader) {
        JsonNode node = object.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        return Optional.of(reader.read(node)
                .orElseThrow(() ->
                        new ProblemException(Problem.field(path + name, limit, shown(node.asText(node.toString()))))));
    }

    private Fields requireObject(String name, Set<String> known) {
        if (!object.isObject()) {
            throw new ProblemException(Problem.field(name, "a JSON object", null));
        }
        object.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                throw new ProblemException(Problem.field(
                        path + field,
                        "one of " + String.join(", ", known.stream().sorted().toList()),
                        null));
            }
        });
        return this;
    }
}

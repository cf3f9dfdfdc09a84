package io.millrace.load.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.HdrHistogram.AbstractHistogram;

/// Measurements as one line of text, for another process; nothing is rounded.
public final class Transcript {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Transcript() {}

    /// A second as JSON without line breaks.
    public static String text(Second second) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("at", second.at())
                .put("open", second.open())
                .put("lag", second.lagNanos());
        node.set("counts", numbers(second.counts()));
        node.set("timings", timings(second.timings()));
        return node.toString();
    }

    /// The totals of a snapshot as JSON without line breaks; its seconds are not in it.
    public static String text(Snapshot snapshot) {
        ObjectNode node = MAPPER.createObjectNode();
        node.set("counts", numbers(snapshot.counts()));
        node.set("closed", numbers(snapshot.closed()));
        node.set("refused", numbers(snapshot.refused()));
        node.set("timings", timings(snapshot.timings()));
        return node.toString();
    }

    /// A second from [#text].
    ///
    /// @throws IllegalArgumentException when the text is something else
    public static Second second(String text) {
        JsonNode node = parse(text);
        return new Second(
                node.path("at").asLong(),
                counts(node.path("counts")),
                node.path("open").asLong(),
                node.path("lag").asLong(),
                timings(node.path("timings"), histogram -> Latencies.packed(Latencies.histogram(histogram))));
    }

    /// A snapshot from [#text].
    ///
    /// @param seconds to go with it
    /// @throws IllegalArgumentException when the text is something else
    public static Snapshot snapshot(String text, List<Second> seconds) {
        JsonNode node = parse(text);
        return new Snapshot(
                counts(node.path("counts")),
                codes(node.path("closed")),
                codes(node.path("refused")),
                timings(node.path("timings"), Latencies::histogram),
                seconds);
    }

    private static ObjectNode numbers(Map<?, Long> numbers) {
        Map<String, Long> sorted = new TreeMap<>();
        numbers.forEach((key, number) -> sorted.put(key.toString().toLowerCase(Locale.ROOT), number));
        ObjectNode node = MAPPER.createObjectNode();
        sorted.forEach(node::put);
        return node;
    }

    private static ObjectNode timings(Map<Timing, ? extends AbstractHistogram> timings) {
        ObjectNode node = MAPPER.createObjectNode();
        for (Timing timing : Timing.values()) {
            AbstractHistogram histogram = timings.get(timing);
            if (histogram != null) {
                node.put(timing.name().toLowerCase(Locale.ROOT), Latencies.text(histogram));
            }
        }
        return node;
    }

    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a transcript: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<Counter, Long> counts(JsonNode node) {
        Map<Counter, Long> counts = new EnumMap<>(Counter.class);
        node.properties()
                .forEach(field -> counts.put(
                        Counter.valueOf(field.getKey().toUpperCase(Locale.ROOT)),
                        field.getValue().asLong()));
        return counts;
    }

    private static Map<Integer, Long> codes(JsonNode node) {
        Map<Integer, Long> codes = new HashMap<>();
        node.properties()
                .forEach(field -> codes.put(
                        Integer.valueOf(field.getKey()), field.getValue().asLong()));
        return codes;
    }

    private static <H> Map<Timing, H> timings(JsonNode node, Function<String, H> decode) {
        Map<Timing, H> timings = new EnumMap<>(Timing.class);
        node.properties()
                .forEach(field -> timings.put(
                        Timing.valueOf(field.getKey().toUpperCase(Locale.ROOT)),
                        decode.apply(field.getValue().asText())));
        return timings;
    }
}

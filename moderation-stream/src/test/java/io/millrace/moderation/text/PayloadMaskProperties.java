package io.millrace.moderation.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.schema.chat.PayloadFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PayloadMaskProperties {

    private static final int NO_LIMIT = 100_000;

    @Property(tries = 2000)
    void resultHasTheSameStructureAndTheSameTextOutsideThePlaces(
            @ForAll("documents") String json, @ForAll("places") List<Span> places, @ForAll("limits") int limit)
            throws IOException {
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);

        byte[] masked = bytes(PayloadMask.mask(ByteBuffer.wrap(payload), PayloadFormat.JSON, limit, places));

        assertThat(masked).hasSizeLessThanOrEqualTo(payload.length);
        assertThat(structure(masked)).isEqualTo(structure(payload));
        assertThat(text(masked)).isEqualTo(blotted(text(payload), places, limit));
    }

    @Property(tries = 500)
    void withoutPlacesEveryByteStays(@ForAll("documents") String json) {
        byte[] payload = json.getBytes(StandardCharsets.UTF_8);

        assertThat(bytes(PayloadMask.mask(ByteBuffer.wrap(payload), PayloadFormat.JSON, NO_LIMIT, List.of())))
                .isEqualTo(payload);
    }

    @Property(tries = 500)
    void anyBytesAreMaskedWithoutFailing(@ForAll byte[] payload, @ForAll("places") List<Span> places) {
        assertThat(PayloadMask.mask(ByteBuffer.wrap(payload), PayloadFormat.JSON, NO_LIMIT, places))
                .isNotNull();
    }

    @Provide
    Arbitrary<List<Span>> places() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.integers().between(0, 12))
                .as((start, length) -> new Span(start, start + length))
                .list()
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Integer> limits() {
        return Arbitraries.oneOf(Arbitraries.integers().between(0, 40), Arbitraries.just(NO_LIMIT));
    }

    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> number = Arbitraries.of("0", "-1.50", "1E+3", "12345678901234567890", "true", "null");
        return Arbitraries.recursive(() -> Arbitraries.oneOf(strings(), number), this::around, 0, 3);
    }

    private Arbitrary<String> around(Arbitrary<String> inner) {
        Arbitrary<String> array = inner.list().ofMaxSize(3).map(parts -> "[ " + String.join(" ,", parts) + "]");
        Arbitrary<String> object = Combinators.combine(names(), inner, names(), inner)
                .as((one, value, other, next) -> "{" + one + ":" + value + " , " + other + " :\t" + next + "\n}");
        return Arbitraries.oneOf(inner, array, object);
    }

    private static Arbitrary<String> strings() {
        return Arbitraries.of(
                        "a",
                        "B",
                        " ",
                        "*",
                        "é",
                        "漢",
                        "\uD83D\uDE00",
                        "\\n",
                        "\\\"",
                        "\\\\",
                        "\\/",
                        "\\u0061",
                        "\\ud83d",
                        "\\ude00",
                        "\\u0000",
                        "\\b",
                        "{",
                        ",",
                        "\u200B")
                .list()
                .ofMaxSize(8)
                .map(parts -> '"' + String.join("", parts) + '"');
    }

    /// With what would be wrong to blot out; half of a pair is not allowed in names.
    private static Arbitrary<String> names() {
        return Arbitraries.of("\"\"", "\"a\"", "\"aB \\u0061\"", "\"\uD83D\uDE00\\n\"");
    }

    /// Every token but the texts, with its bytes as they are written.
    private static List<String> structure(byte[] json) throws IOException {
        List<String> tokens = new ArrayList<>();
        try (JsonParser parser = PayloadText.parser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                tokens.add(token == JsonToken.VALUE_STRING ? "string" : token + parser.getText());
            }
        }
        return tokens;
    }

    private static String text(byte[] json) {
        return PayloadText.of(ByteBuffer.wrap(json), PayloadFormat.JSON, NO_LIMIT);
    }

    private static String blotted(String text, List<Span> places, int limit) {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int start = i;
            int end = i + Character.charCount(text.codePointAt(i));
            boolean touched = places.stream()
                    .anyMatch(place -> Math.max(place.start(), start) < Math.min(Math.min(place.end(), limit), end));
            boolean blank = Character.isWhitespace(text.codePointAt(i));
            expected.appendCodePoint(touched && !blank ? '*' : text.codePointAt(i));
        }
        return expected.toString();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}

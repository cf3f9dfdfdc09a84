package io.millrace.moderation.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.millrace.schema.chat.PayloadFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Finds the text to judge in a payload: every string value of a JSON document, joined by line feeds.
///
/// Object keys are the application's words, not the user's, and are left out. A binary payload has no text.
/// Thread-safe.
public final class PayloadText {

    /// Reads whatever the edge takes for JSON, which is UTF-8 and has no limits for numbers and names: what
    /// this could not read would be judged with its escapes.
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    private static final char BETWEEN_VALUES = '\n';

    private PayloadText() {}

    /// The text of a payload, cut after `limit` UTF-16 characters.
    ///
    /// Bytes that claim to be JSON but are not (the edge refuses them) are judged as plain UTF-8.
    ///
    /// @param data the payload; its position is not moved
    /// @param format what the payload says it is
    /// @param limit most characters to return, at least 0
    public static String of(ByteBuffer data, PayloadFormat format, int limit) {
        return switch (format) {
            case JSON -> strings(bytes(data), limit);
            case BINARY -> "";
        };
    }

    /// Reads a JSON payload.
    static JsonParser parser(byte[] json) throws IOException {
        return JSON.createParser(json);
    }

    static byte[] bytes(ByteBuffer data) {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        return bytes;
    }

    private static String strings(byte[] json, int limit) {
        StringBuilder text = new StringBuilder(Math.min(json.length, limit));
        try (JsonParser parser = parser(json)) {
            for (JsonToken token = parser.nextToken();
                    token != null && text.length() < limit;
                    token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    if (!text.isEmpty()) {
                        text.append(BETWEEN_VALUES);
                    }
                    text.append(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
                }
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException notJson) {
            return cut(new StringBuilder(new String(json, StandardCharsets.UTF_8)), limit);
        } catch (IOException failure) {
            throw new UncheckedIOException("reading bytes from memory", failure);
        }
        return cut(text, limit);
    }

    private static String cut(StringBuilder text, int limit) {
        if (text.length() > limit) {
            text.setLength(limit);
        }
        return text.toString();
    }
}

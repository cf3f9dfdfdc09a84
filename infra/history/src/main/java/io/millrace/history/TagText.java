package io.millrace.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tags as a JSON object of strings, as the archive keeps them.
public final class TagText {

    private static final JsonFactory JSON = new JsonFactory();

    private TagText() {}

    /// Null for none.
    public static @Nullable String write(@Nullable Map<String, String> tags) {
        if (tags == null || tags.isEmpty()) {
            return null;
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator out = JSON.createGenerator(text)) {
            out.writeStartObject();
            for (Map.Entry<String, String> tag : tags.entrySet()) {
                out.writeStringField(tag.getKey(), tag.getValue());
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("tags cannot be written", e);
        }
        return text.toString();
    }

    /// Null for none.
    ///
    /// @throws UncheckedIOException when the text is not what [#write] makes
    public static @Nullable Map<String, String> read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Map<String, String> tags = new LinkedHashMap<>();
        try (JsonParser in = JSON.createParser(text)) {
            in.nextToken();
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                tags.put(in.currentName(), in.nextTextValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("tags cannot be read", e);
        }
        return tags;
    }
}

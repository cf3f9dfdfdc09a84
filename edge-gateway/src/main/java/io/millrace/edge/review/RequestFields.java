package io.millrace.edge.review;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.edge.protocol.Payload;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The fields of a request that is one flat JSON object of texts and whole numbers.
final class RequestFields {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();

    private RequestFields() {}

    /// Reads a request.
    ///
    /// @param texts known fields that are strings
    /// @param numbers known fields that are integers
    /// @throws IllegalArgumentException naming what is wrong
    static RequestFields read(Payload request, List<String> texts, List<String> numbers) {
        RequestFields fields = new RequestFields();
        try (JsonParser parser = JSON.createParser(request.toByteArray())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("data must be a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (texts.contains(field)) {
                    if (value != JsonToken.VALUE_STRING) {
                        throw new IllegalArgumentException(field + " must be a string");
                    }
                    fields.texts.put(field, parser.getText());
                } else if (numbers.contains(field)) {
                    if (value != JsonToken.VALUE_NUMBER_INT) {
                        throw new IllegalArgumentException(field + " must be a whole number");
                    }
                    fields.numbers.put(field, parser.getLongValue());
                } else {
                    throw new IllegalArgumentException("unknown field " + field + "; known are "
                            + String.join(", ", texts) + (numbers.isEmpty() ? "" : ", ") + String.join(", ", numbers));
                }
            }
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("data must be one JSON object");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("data is not JSON", e);
        }
        return fields;
    }

    /// A text, stripped; empty when it is not there.
    ///
    /// @throws IllegalArgumentException when it is longer, naming field, limit and value
    String text(String field, int most) {
        String text = texts.getOrDefault(field, "").strip();
        if (text.length() > most) {
            throw new IllegalArgumentException(
                    field + " is longer than " + most + " characters, it has " + text.length());
        }
        return text;
    }

    /// A position from 1 on; 0 when it is not there.
    ///
    /// @throws IllegalArgumentException when it is not positive
    long position(String field) {
        Long number = numbers.get(field);
        if (number != null && number < 1) {
            throw new IllegalArgumentException(field + " must be positive, is " + number);
        }
        return number == null ? 0 : number;
    }
}

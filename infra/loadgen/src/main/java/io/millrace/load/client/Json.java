package io.millrace.load.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/// JSON text, trees and streams.
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /// @throws IllegalArgumentException when the range is not JSON
    static JsonNode parse(byte[] bytes, int from, int to) {
        try {
            return MAPPER.readTree(bytes, from, to - from);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    /// A string with its quotes.
    static String quotedText(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    static JsonParser parser(byte[] bytes, int from, int to) throws IOException {
        return MAPPER.getFactory().createParser(bytes, from, to - from);
    }

    /// Reads `offset` and `epoch` of an object.
    ///
    /// @param parser before or at the start of the object
    static Position place(JsonParser parser) throws IOException {
        if (parser.currentToken() == null) {
            parser.nextToken();
        }
        String epoch = "";
        long offset = 0;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "epoch" -> epoch = parser.getText();
                case "offset" -> offset = parser.getLongValue();
                default -> parser.skipChildren();
            }
        }
        return new Position(epoch, offset);
    }
}

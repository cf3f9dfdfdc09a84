package io.millrace.edge.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads JSON objects that are separated by newlines.
final class JsonCommandDecoder implements CommandDecoder {

    private final DecodeLimits limits;
    private final JsonFactory factory;

    JsonCommandDecoder(DecodeLimits limits) {
        this.limits = limits;
        this.factory = JsonText.factory(limits.nesting());
    }

    @Override
    public List<Command> decode(byte[] message, int length) {
        if (!JsonText.isUtf8(message, length)) {
            throw ProtocolViolation.badRequest("message is not UTF-8 text");
        }
        try (JsonParser parser = factory.createParser(message, 0, length)) {
            return commands(parser, message);
        } catch (IOException malformed) {
            // The parser's own words quote the client.
            throw ProtocolViolation.badRequest(
                    "message is not JSON: " + malformed.getClass().getSimpleName());
        }
    }

    private List<Command> commands(JsonParser parser, byte[] message) throws IOException {
        JsonFieldReader reader = new JsonFieldReader(parser, message, limits.mapEntries());
        List<Command> commands = new ArrayList<>();
        int end = 0;
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            int start = (int) parser.currentTokenLocation().getByteOffset();
            if (token != JsonToken.START_OBJECT) {
                throw ProtocolViolation.badRequest("a command must be a JSON object");
            }
            if (!commands.isEmpty() && !hasNewline(message, end, start)) {
                throw ProtocolViolation.badRequest("commands must be separated by a newline");
            }
            if (commands.size() == limits.commands()) {
                throw ProtocolViolation.badRequest("message must have at most " + limits.commands() + " commands");
            }
            commands.add(reader.message(CommandReader::command));
            end = (int) parser.currentLocation().getByteOffset();
        }
        if (commands.isEmpty()) {
            throw ProtocolViolation.badRequest("message must have a command, has none");
        }
        return commands;
    }

    private static boolean hasNewline(byte[] message, int from, int to) {
        for (int i = from; i < to; i++) {
            if (message[i] == '\n') {
                return true;
            }
        }
        return false;
    }
}

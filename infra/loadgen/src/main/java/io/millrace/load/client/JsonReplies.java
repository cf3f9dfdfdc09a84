package io.millrace.load.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads one message in JSON as a stream: nothing is built that nobody asked for, and payloads are only
/// skipped.
final class JsonReplies {

    private static final Method[] METHODS = Method.values();

    private final byte[] frame;
    private final Replies to;

    // What the reply or publication under way has told up to now.
    private long offset;
    private int from;
    private int end;
    private int code;
    private String message = "";
    private boolean temporary;

    JsonReplies(byte[] frame, Replies to) {
        this.frame = frame;
        this.to = to;
    }

    void read(int length) {
        try (JsonParser parser = Json.parser(frame, 0, length)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token != JsonToken.START_OBJECT) {
                    throw new IllegalArgumentException("a reply must be a JSON object");
                }
                reply(parser);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    /// The publications of a result of subscribe.
    void publications(String room, int start, int stop) {
        try (JsonParser parser = Json.parser(frame, start, stop)) {
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                if (parser.nextToken() == JsonToken.START_ARRAY && field.equals("publications")) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        publication(parser, start);
                        to.published(room, offset, frame, from, end);
                    }
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    private void reply(JsonParser parser) throws IOException {
        long id = 0;
        Method method = null;
        boolean failed = false;
        boolean pushed = false;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "id" -> id = parser.getLongValue();
                case "push" -> {
                    push(parser);
                    pushed = true;
                }
                case "error" -> {
                    error(parser);
                    failed = true;
                }
                default -> {
                    method = method(field);
                    value(parser, 0);
                }
            }
        }
        if (failed) {
            to.refused(id, code, message, temporary);
        } else if (method != null) {
            to.answered(id, method, frame, from, end);
        } else if (!pushed && id == 0) {
            to.ping();
        }
    }

    private void push(JsonParser parser) throws IOException {
        String room = "";
        String event = "";
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "channel" -> room = parser.getText();
                case "pub" -> {
                    event = field;
                    publication(parser, 0);
                }
                case "unsubscribe" -> {
                    event = field;
                    error(parser);
                }
                case "join", "leave" -> {
                    event = field;
                    parser.skipChildren();
                }
                default -> parser.skipChildren();
            }
        }
        switch (event) {
            case "pub" -> to.published(room, offset, frame, from, end);
            case "unsubscribe" -> to.unsubscribed(room, code);
            case "join" -> to.presenceChanged(room, true);
            case "leave" -> to.presenceChanged(room, false);
            default -> {}
        }
    }

    private void publication(JsonParser parser, int base) throws IOException {
        offset = 0;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "offset" -> offset = parser.getLongValue();
                case "data" -> value(parser, base);
                default -> parser.skipChildren();
            }
        }
    }

    private void error(JsonParser parser) throws IOException {
        code = 0;
        message = "";
        temporary = false;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (field) {
                case "code" -> code = parser.getIntValue();
                case "message" -> message = parser.getText();
                case "temporary" -> temporary = value == JsonToken.VALUE_TRUE;
                default -> parser.skipChildren();
            }
        }
    }

    /// Skips a value and remembers where it was.
    private void value(JsonParser parser, int base) throws IOException {
        from = base + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        end = base + (int) parser.currentLocation().getByteOffset();
        // The end of a number is only known from what comes after it.
        while (end > from && (frame[end - 1] <= ' ' || frame[end - 1] == ',')) {
            end--;
        }
    }

    private static @Nullable Method method(String key) {
        for (Method method : METHODS) {
            if (method.key().equals(key)) {
                return method;
            }
        }
        return null;
    }
}

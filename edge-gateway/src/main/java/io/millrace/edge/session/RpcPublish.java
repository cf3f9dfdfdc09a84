package io.millrace.edge.session;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.edge.protocol.Payload;
import io.millrace.id.MessageId;
import io.millrace.id.UserId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// The rpc method `publish`: `{"channel": "chat:lobby", "data": …, "key": "…"}` leads to
/// `{"offset": 7, "epoch": "…", "messageId": "…"}`. The same user's same key is the same publication.
///
/// @param channel the room
/// @param data the payload, verbatim
/// @param key idempotency key, 1 to 255 characters, or empty for none; anonymous users share one space of
///     keys, so
///     theirs need at least 16
record RpcPublish(String channel, Payload data, String key) {

    static final String METHOD = "publish";

    private static final int MAX_KEY = 255;
    private static final int MIN_ANONYMOUS_KEY = 16;
    private static final JsonFactory JSON = new JsonFactory();

    /// @throws IllegalArgumentException naming what is wrong with the request
    static RpcPublish parse(Payload request) {
        if (!request.isJson()) {
            throw new IllegalArgumentException("data is not JSON");
        }
        byte[] bytes = request.toByteArray();
        String channel = "";
        String key = "";
        Payload data = Payload.NONE;
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("data must be a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "channel" -> channel = text(parser, field);
                    case "key" -> key = text(parser, field);
                    case "data" -> data = verbatim(parser, bytes);
                    default ->
                        throw new IllegalArgumentException("unknown field " + field + "; known are channel, data, key");
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("data is not JSON", e);
        }
        if (channel.isEmpty()) {
            throw new IllegalArgumentException("channel is required");
        }
        if (key.length() > MAX_KEY) {
            throw new IllegalArgumentException("key is longer than " + MAX_KEY + " characters, it has " + key.length());
        }
        return new RpcPublish(channel, data, key);
    }

    /// The identity of the publication.
    ///
    /// @throws IllegalArgumentException when an anonymous user's key is so short that somebody else may
    ///     choose it too
    MessageId messageId(UserId user) {
        if (key.isEmpty()) {
            return MessageId.next();
        }
        if (user.isAnonymous() && key.length() < MIN_ANONYMOUS_KEY) {
            throw new IllegalArgumentException("key of an anonymous user needs at least " + MIN_ANONYMOUS_KEY
                    + " characters, it has " + key.length());
        }
        return MessageId.ofIdempotencyKey(user, key);
    }

    static Payload result(MessageId id, long offset, String epoch) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("offset", offset);
            json.writeStringField("epoch", epoch);
            json.writeStringField("messageId", id.value());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return Payload.wrap(out.toByteArray());
    }

    private static String text(JsonParser parser, String field) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException(field + " must be a string");
        }
        return parser.getText();
    }

    private static Payload verbatim(JsonParser parser, byte[] bytes) throws IOException {
        int from = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        parser.finishToken();
        int to = Math.toIntExact(parser.currentLocation().getByteOffset());
        return Payload.wrap(trim(Arrays.copyOfRange(bytes, from, to)));
    }

    /// A number's end is only known from the character after it.
    private static byte[] trim(byte[] value) {
        int end = value.length;
        while (end > 0 && (value[end - 1] <= ' ' || value[end - 1] == ',')) {
            end--;
        }
        return end == value.length ? value : Arrays.copyOf(value, end);
    }
}

package io.millrace.load.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// JSON objects in text messages, separated by newlines.
final class JsonCodec implements Codec {

    static final JsonCodec INSTANCE = new JsonCodec();

    private JsonCodec() {}

    @Override
    public String subprotocol() {
        return "centrifuge-json";
    }

    @Override
    public boolean isText() {
        return true;
    }

    @Override
    public ByteBuf connect(ByteBufAllocator buffers, long id, @Nullable String token) {
        return JsonCommands.connect(buffers, id, token);
    }

    @Override
    public ByteBuf command(ByteBufAllocator buffers, long id, Request request) {
        return JsonCommands.command(buffers, id, request);
    }

    @Override
    public ByteBuf pong(ByteBufAllocator buffers) {
        return JsonCommands.pong(buffers);
    }

    @Override
    public void decode(byte[] frame, int length, Replies to) {
        new JsonReplies(frame, to).read(length);
    }

    @Override
    public Connected connected(byte[] frame, int from, int to) {
        try (JsonParser parser = Json.parser(frame, from, to)) {
            int seconds = 0;
            boolean pong = false;
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "ping" -> seconds = parser.getIntValue();
                    case "pong" -> pong = value == JsonToken.VALUE_TRUE;
                    default -> parser.skipChildren();
                }
            }
            return new Connected(seconds, pong);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a result of connect", e);
        }
    }

    @Override
    public Subscribed subscribed(byte[] frame, int from, int to) {
        try (JsonParser parser = Json.parser(frame, from, to)) {
            String epoch = "";
            long offset = 0;
            boolean recovered = false;
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "epoch" -> epoch = parser.getText();
                    case "offset" -> offset = parser.getLongValue();
                    case "recovered" -> recovered = value == JsonToken.VALUE_TRUE;
                    default -> parser.skipChildren();
                }
            }
            return new Subscribed(new Position(epoch, offset), recovered);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a result of subscribe", e);
        }
    }

    @Override
    public void publications(String room, byte[] frame, int from, int to, Replies deliveries) {
        new JsonReplies(frame, deliveries).publications(room, from, to);
    }

    @Override
    public Position place(byte[] frame, int from, int to) {
        try (JsonParser parser = Json.parser(frame, from, to)) {
            parser.nextToken();
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                if (parser.nextToken() == JsonToken.START_OBJECT && field.equals("data")) {
                    return Json.place(parser);
                }
                parser.skipChildren();
            }
            return new Position("", 0);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a result of rpc", e);
        }
    }

    @Override
    public JsonNode tree(Method method, byte[] frame, int from, int to) {
        return Json.parse(frame, from, to);
    }
}

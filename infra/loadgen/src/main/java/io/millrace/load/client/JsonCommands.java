package io.millrace.load.client;

import com.google.protobuf.ByteString;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/// Writes commands in JSON: payloads go in as they are.
final class JsonCommands {

    private static final int OVERHEAD = 192;

    private JsonCommands() {}

    static ByteBuf pong(ByteBufAllocator buffers) {
        return buffers.directBuffer(2).writeByte('{').writeByte('}');
    }

    static ByteBuf connect(ByteBufAllocator buffers, long id, @Nullable String token) {
        ByteBuf out = begin(buffers, 0, id, Method.CONNECT);
        if (token != null) {
            ascii(out, "\"token\":");
            quoted(out, token);
        }
        return end(out);
    }

    static ByteBuf command(ByteBufAllocator buffers, long id, Request request) {
        return switch (request) {
            case Request.Subscribe(String room, Position from, boolean joinLeave) -> {
                ByteBuf out = room(begin(buffers, 0, id, Method.SUBSCRIBE), room);
                ascii(out, ",\"recoverable\":true");
                if (joinLeave) {
                    ascii(out, ",\"join_leave\":true");
                }
                if (from.isSomewhere()) {
                    ascii(out, ",\"recover\":true,\"offset\":" + from.offset() + ",\"epoch\":");
                    quoted(out, from.epoch());
                }
                yield end(out);
            }
            case Request.Publish(String room, ByteString data) -> {
                ByteBuf out = room(begin(buffers, data.size(), id, Method.PUBLISH), room);
                ascii(out, ",\"data\":");
                yield end(out.writeBytes(data.asReadOnlyByteBuffer()));
            }
            case Request.KeyedPublish(String room, ByteString data, String key) -> {
                ByteBuf out = begin(buffers, data.size(), id, Method.RPC);
                ascii(out, "\"method\":\"publish\",\"data\":{");
                room(out, room);
                ascii(out, ",\"key\":");
                quoted(out, key);
                ascii(out, ",\"data\":");
                yield end(out.writeBytes(data.asReadOnlyByteBuffer()).writeByte('}'));
            }
            case Request.History(String room, int limit) -> {
                ByteBuf out = room(begin(buffers, 0, id, Method.HISTORY), room);
                ascii(out, ",\"reverse\":true,\"limit\":" + limit);
                yield end(out);
            }
            case Request.Unsubscribe(String room) -> end(room(begin(buffers, 0, id, Method.UNSUBSCRIBE), room));
            case Request.Presence(String room) -> end(room(begin(buffers, 0, id, Method.PRESENCE), room));
            case Request.PresenceStats(String room) -> end(room(begin(buffers, 0, id, Method.PRESENCE_STATS), room));
        };
    }

    private static ByteBuf begin(ByteBufAllocator buffers, int payload, long id, Method method) {
        ByteBuf out = buffers.directBuffer(OVERHEAD + payload);
        ascii(out, "{\"id\":" + id + ",\"" + method.key() + "\":{");
        return out;
    }

    private static ByteBuf room(ByteBuf out, String room) {
        ascii(out, "\"channel\":");
        quoted(out, room);
        return out;
    }

    private static ByteBuf end(ByteBuf out) {
        return out.writeByte('}').writeByte('}');
    }

    private static void quoted(ByteBuf out, String text) {
        ByteBufUtil.writeUtf8(out, Json.quotedText(text));
    }

    private static void ascii(ByteBuf out, String text) {
        ByteBufUtil.writeAscii(out, text);
    }
}

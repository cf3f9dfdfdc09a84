package io.millrace.load.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Writes commands in Protobuf, each after its length. Field numbers are those of the protocol's
/// `client.proto`.
final class ProtobufCommands {

    private static final int ID = 1;
    private static final int ROOM = 1;
    private static final ByteString END = ByteString.copyFromUtf8("}");

    private ProtobufCommands() {}

    static ByteBuf pong(ByteBufAllocator buffers) {
        return buffers.directBuffer(1).writeByte(0);
    }

    static ByteBuf connect(ByteBufAllocator buffers, long id, @Nullable String token) {
        return command(buffers, id, Method.CONNECT, new MessageBuilder().string(1, token == null ? "" : token));
    }

    static ByteBuf command(ByteBufAllocator buffers, long id, Request request) {
        MessageBuilder message = new MessageBuilder();
        return switch (request) {
            case Request.Subscribe(String room, Position from, boolean joinLeave) -> {
                message.string(ROOM, room).bool(3, from.isSomewhere());
                if (from.isSomewhere()) {
                    message.string(6, from.epoch()).number(7, from.offset());
                }
                message.bool(10, true).bool(11, joinLeave);
                yield command(buffers, id, Method.SUBSCRIBE, message);
            }
            case Request.Publish(String room, ByteString data) ->
                command(buffers, id, Method.PUBLISH, message.string(ROOM, room).bytes(2, data));
            case Request.KeyedPublish(String room, ByteString data, String key) ->
                command(
                        buffers,
                        id,
                        Method.RPC,
                        message.bytes(1, rpc(room, data, key)).string(2, "publish"));
            case Request.History(String room, int limit) ->
                command(
                        buffers,
                        id,
                        Method.HISTORY,
                        message.string(ROOM, room).number(7, limit).bool(9, true));
            case Request.Unsubscribe(String room) ->
                command(buffers, id, Method.UNSUBSCRIBE, message.string(ROOM, room));
            case Request.Presence(String room) -> command(buffers, id, Method.PRESENCE, message.string(ROOM, room));
            case Request.PresenceStats(String room) ->
                command(buffers, id, Method.PRESENCE_STATS, message.string(ROOM, room));
        };
    }

    /// The request of the rpc method is JSON in either encoding.
    private static ByteString rpc(String room, ByteString data, String key) {
        return ByteString.copyFromUtf8(
                        "{\"channel\":" + Json.quotedText(room) + ",\"key\":" + Json.quotedText(key) + ",\"data\":")
                .concat(data)
                .concat(END);
    }

    private static ByteBuf command(ByteBufAllocator buffers, long id, Method method, MessageBuilder request) {
        byte[] command = new MessageBuilder()
                .number(ID, id)
                .message(method.commandField(), request)
                .toByteArray();
        byte[] length = new byte[CodedOutputStream.computeUInt32SizeNoTag(command.length)];
        CodedOutputStream varint = CodedOutputStream.newInstance(length);
        try {
            varint.writeUInt32NoTag(command.length);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return buffers.directBuffer(length.length + command.length)
                .writeBytes(length)
                .writeBytes(command);
    }
}

package io.millrace.load.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.load.scenario.Encoding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// One encoding of the protocol. Stateless.
///
/// Methods that decode throw an [IllegalArgumentException] for anything that is not of the encoding.
sealed interface Codec permits JsonCodec, ProtobufCodec {

    static Codec of(Encoding encoding) {
        return switch (encoding) {
            case JSON -> JsonCodec.INSTANCE;
            case PROTOBUF -> ProtobufCodec.INSTANCE;
        };
    }

    /// What the WebSocket handshake asks for.
    String subprotocol();

    /// Whether messages are text.
    boolean isText();

    ByteBuf connect(ByteBufAllocator buffers, long id, @Nullable String token);

    ByteBuf command(ByteBufAllocator buffers, long id, Request request);

    ByteBuf pong(ByteBufAllocator buffers);

    /// Reads a whole message.
    void decode(byte[] frame, int length, Replies to);

    /// Reads a result of connect.
    Connected connected(byte[] frame, int from, int to);

    /// Reads a result of subscribe.
    Subscribed subscribed(byte[] frame, int from, int to);

    /// Reads the publications in a result of subscribe, in order.
    void publications(String room, byte[] frame, int from, int to, Replies deliveries);

    /// Reads where a publication is, from a result of the rpc method `publish`.
    Position place(byte[] frame, int from, int to);

    /// A result as a tree with the names of the JSON encoding.
    JsonNode tree(Method method, byte[] frame, int from, int to);
}

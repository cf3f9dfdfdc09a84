package io.millrace.load.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Protobuf messages in binary messages, each after its length.
final class ProtobufCodec implements Codec {

    static final ProtobufCodec INSTANCE = new ProtobufCodec();

    private ProtobufCodec() {}

    @Override
    public String subprotocol() {
        return "centrifuge-protobuf";
    }

    @Override
    public boolean isText() {
        return false;
    }

    @Override
    public ByteBuf connect(ByteBufAllocator buffers, long id, @Nullable String token) {
        return ProtobufCommands.connect(buffers, id, token);
    }

    @Override
    public ByteBuf command(ByteBufAllocator buffers, long id, Request request) {
        return ProtobufCommands.command(buffers, id, request);
    }

    @Override
    public ByteBuf pong(ByteBufAllocator buffers) {
        return ProtobufCommands.pong(buffers);
    }

    @Override
    public void decode(byte[] frame, int length, Replies to) {
        new ProtobufReplies(frame, to).read(length);
    }

    @Override
    public Connected connected(byte[] frame, int from, int to) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(frame, from, to - from);
            int seconds = 0;
            boolean pong = false;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 7 -> seconds = in.readUInt32();
                    case 8 -> pong = in.readBool();
                    default -> in.skipField(tag);
                }
            }
            return new Connected(seconds, pong);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a result of connect", e);
        }
    }

    @Override
    public Subscribed subscribed(byte[] frame, int from, int to) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(frame, from, to - from);
            String epoch = "";
            long offset = 0;
            boolean recovered = false;
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (WireFormat.getTagFieldNumber(tag)) {
                    case 6 -> epoch = in.readString();
                    case 8 -> recovered = in.readBool();
                    case 9 -> offset = in.readUInt64();
                    default -> in.skipField(tag);
                }
            }
            return new Subscribed(new Position(epoch, offset), recovered);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a result of subscribe", e);
        }
    }

    @Override
    public void publications(String room, byte[] frame, int from, int to, Replies deliveries) {
        new ProtobufReplies(frame, deliveries).publications(room, from, to);
    }

    @Override
    public Position place(byte[] frame, int from, int to) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(frame, from, to - from);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == 1) {
                    int length = in.readRawVarint32();
                    int start = from + in.getTotalBytesRead();
                    try (JsonParser parser = Json.parser(frame, start, start + length)) {
                        return Json.place(parser);
                    }
                }
                in.skipField(tag);
            }
            return new Position("", 0);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a result of rpc", e);
        }
    }

    @Override
    public JsonNode tree(Method method, byte[] frame, int from, int to) {
        return ProtobufTrees.tree(method, frame, from, to);
    }
}

package io.millrace.edge.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads Protobuf replies into the tree that the same reply has in JSON. Field numbers are those of the
/// specification, sections 3.2 to 3.5; fields that no test asks for are passed over.
final class ProtobufReplies {

    private static final Message POSITIONED = new Message()
            .flag(1, "expires")
            .number(2, "ttl")
            .flag(3, "recoverable")
            .text(6, "epoch")
            .flag(8, "recovered")
            .number(9, "offset")
            .flag(10, "positioned")
            .flag(12, "was_recovering");

    private static final Message CONNECT = new Message()
            .text(1, "client")
            .text(2, "version")
            .flag(3, "expires")
            .number(4, "ttl")
            .number(7, "ping")
            .flag(8, "pong")
            .text(9, "session")
            .text(10, "node");

    private static final Message ENDING =
            new Message().number(1, "code").text(2, "reason").flag(3, "reconnect");

    private static final Message PUSH = new Message()
            .text(2, "channel")
            .message(4, "pub", new Message().number(6, "offset"))
            .message(7, "unsubscribe", new Message().number(2, "code").text(3, "reason"))
            .message(9, "subscribe", new Message().flag(1, "recoverable").number(5, "offset"))
            .message(11, "disconnect", ENDING)
            .message(12, "refresh", new Message().flag(1, "expires").number(2, "ttl"));

    private static final Message REPLY = new Message()
            .number(1, "id")
            .message(
                    2,
                    "error",
                    new Message().number(1, "code").text(2, "message").flag(3, "temporary"))
            .message(4, "push", PUSH)
            .message(5, "connect", CONNECT)
            .message(6, "subscribe", POSITIONED)
            .message(7, "unsubscribe", new Message())
            .message(8, "publish", new Message())
            .message(9, "presence", new Message())
            .message(10, "presence_stats", new Message())
            .message(11, "history", new Message().text(2, "epoch").number(3, "offset"))
            .message(13, "rpc", new Message())
            .message(
                    14,
                    "refresh",
                    new Message().text(1, "client").flag(3, "expires").number(4, "ttl"))
            .message(15, "sub_refresh", new Message().flag(1, "expires").number(2, "ttl"));

    private ProtobufReplies() {}

    static ObjectNode read(byte[] reply) throws IOException {
        return REPLY.read(CodedInputStream.newInstance(reply));
    }

    private enum Kind {
        NUMBER,
        FLAG,
        TEXT,
        MESSAGE
    }

    private record Field(String name, Kind kind, @Nullable Message message) {}

    /// What is known of a message.
    private static final class Message {

        private final Map<Integer, Field> fields = new HashMap<>();

        Message number(int field, String name) {
            return with(field, new Field(name, Kind.NUMBER, null));
        }

        Message flag(int field, String name) {
            return with(field, new Field(name, Kind.FLAG, null));
        }

        Message text(int field, String name) {
            return with(field, new Field(name, Kind.TEXT, null));
        }

        Message message(int field, String name, Message message) {
            return with(field, new Field(name, Kind.MESSAGE, message));
        }

        private Message with(int number, Field field) {
            fields.put(number, field);
            return this;
        }

        ObjectNode read(CodedInputStream in) throws IOException {
            ObjectNode node = JsonNodeFactory.instance.objectNode();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                Field field = fields.get(tag >>> 3);
                if (field == null) {
                    in.skipField(tag);
                    continue;
                }
                switch (field.kind()) {
                    case NUMBER -> node.put(field.name(), in.readInt64());
                    case FLAG -> node.put(field.name(), in.readBool());
                    case TEXT -> node.put(field.name(), in.readString());
                    case MESSAGE -> {
                        Message message = field.message();
                        byte[] bytes = in.readByteArray();
                        if (message != null) {
                            node.set(field.name(), message.read(CodedInputStream.newInstance(bytes)));
                        }
                    }
                }
            }
            return node;
        }
    }
}

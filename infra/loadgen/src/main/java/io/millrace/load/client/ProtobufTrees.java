package io.millrace.load.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/// Results in Protobuf as trees with the names of the JSON encoding, as far as clients here look at them.
final class ProtobufTrees {

    private ProtobufTrees() {}

    static JsonNode tree(Method method, byte[] frame, int from, int to) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(frame, from, to - from);
            ObjectNode tree = Json.object();
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (!member(method, WireFormat.getTagFieldNumber(tag), in, tree)) {
                    in.skipField(tag);
                }
            }
            return tree;
        } catch (IOException e) {
            throw new IllegalArgumentException("not a result of " + method.key(), e);
        }
    }

    /// @return whether the field was read
    private static boolean member(Method method, int field, CodedInputStream in, ObjectNode tree) throws IOException {
        switch (method) {
            case RPC -> {
                if (field == 1) {
                    byte[] data = in.readByteArray();
                    tree.set("data", Json.parse(data, 0, data.length));
                    return true;
                }
            }
            case PRESENCE -> {
                if (field == 1) {
                    entry(in, tree.withObject("/presence"));
                    return true;
                }
            }
            case PRESENCE_STATS -> {
                if (field <= 2) {
                    tree.put(field == 1 ? "num_clients" : "num_users", in.readUInt32());
                    return true;
                }
            }
            case HISTORY -> {
                return history(field, in, tree);
            }
            case CONNECT, SUBSCRIBE, UNSUBSCRIBE, PUBLISH -> {}
        }
        return false;
    }

    private static boolean history(int field, CodedInputStream in, ObjectNode tree) throws IOException {
        switch (field) {
            case 1 -> publication(in, tree.withArray("publications"));
            case 2 -> tree.put("epoch", in.readString());
            case 3 -> tree.put("offset", in.readUInt64());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void publication(CodedInputStream in, ArrayNode publications) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        ObjectNode publication = publications.addObject();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 4 -> {
                    byte[] data = in.readByteArray();
                    publication.set("data", Json.parse(data, 0, data.length));
                }
                case 6 -> publication.put("offset", in.readUInt64());
                default -> in.skipField(tag);
            }
        }
        in.popLimit(limit);
    }

    /// One entry of the map of who is present.
    private static void entry(CodedInputStream in, ObjectNode presence) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        String client = "";
        ObjectNode info = Json.object();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> client = in.readString();
                case 2 -> info(in, info);
                default -> in.skipField(tag);
            }
        }
        in.popLimit(limit);
        presence.set(client, info);
    }

    private static void info(CodedInputStream in, ObjectNode info) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> info.put("user", in.readString());
                case 2 -> info.put("client", in.readString());
                default -> in.skipField(tag);
            }
        }
        in.popLimit(limit);
    }
}

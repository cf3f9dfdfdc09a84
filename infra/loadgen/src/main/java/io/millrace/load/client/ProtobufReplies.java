package io.millrace.load.client;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads one message of length-delimited replies as a stream; payloads are only skipped, and so are unknown
/// fields. Field numbers are those of the protocol's `client.proto`.
final class ProtobufReplies {

    private static final Method[] METHODS = Method.values();
    private static final int PUBLICATIONS = 7;

    private final byte[] frame;
    private final Replies to;

    // What the reply or publication under way has told up to now.
    private long offset;
    private int from;
    private int end;
    private int code;
    private String message = "";
    private boolean temporary;

    ProtobufReplies(byte[] frame, Replies to) {
        this.frame = frame;
        this.to = to;
    }

    void read(int length) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(frame, 0, length);
            while (!in.isAtEnd()) {
                int limit = in.pushLimit(in.readRawVarint32());
                reply(in);
                in.popLimit(limit);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not Protobuf", e);
        }
    }

    /// The publications of a result of subscribe.
    void publications(String room, int start, int stop) {
        try {
            CodedInputStream in = CodedInputStream.newInstance(frame, start, stop - start);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == PUBLICATIONS) {
                    publication(in, start);
                    to.published(room, offset, frame, from, end);
                } else {
                    in.skipField(tag);
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not Protobuf", e);
        }
    }

    private void reply(CodedInputStream in) throws IOException {
        long id = 0;
        Method method = null;
        boolean failed = false;
        boolean pushed = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            switch (field) {
                case 1 -> id = in.readUInt32();
                case 2 -> {
                    error(in);
                    failed = true;
                }
                case 4 -> {
                    push(in);
                    pushed = true;
                }
                default -> {
                    Method known = method(field);
                    if (known == null) {
                        in.skipField(tag);
                    } else {
                        method = known;
                        range(in, 0);
                    }
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

    private void push(CodedInputStream in) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        String room = "";
        int event = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            switch (field) {
                case 2 -> room = in.readString();
                case 4 -> {
                    event = field;
                    publication(in, 0);
                }
                case 5, 6 -> {
                    event = field;
                    in.skipField(tag);
                }
                case 7 -> {
                    event = field;
                    unsubscribe(in);
                }
                default -> in.skipField(tag);
            }
        }
        in.popLimit(limit);
        switch (event) {
            case 4 -> to.published(room, offset, frame, from, end);
            case 5 -> to.presenceChanged(room, true);
            case 6 -> to.presenceChanged(room, false);
            case 7 -> to.unsubscribed(room, code);
            default -> {}
        }
    }

    /// @param base position in the frame at which the stream begins
    private void publication(CodedInputStream in, int base) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        offset = 0;
        from = base;
        end = base;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 4 -> range(in, base);
                case 6 -> offset = in.readUInt64();
                default -> in.skipField(tag);
            }
        }
        in.popLimit(limit);
    }

    private void error(CodedInputStream in) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        code = 0;
        message = "";
        temporary = false;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> code = in.readUInt32();
                case 2 -> message = in.readString();
                case 3 -> temporary = in.readBool();
                default -> in.skipField(tag);
            }
        }
        in.popLimit(limit);
    }

    private void unsubscribe(CodedInputStream in) throws IOException {
        int limit = in.pushLimit(in.readRawVarint32());
        code = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 2) {
                code = in.readUInt32();
            } else {
                in.skipField(tag);
            }
        }
        in.popLimit(limit);
    }

    /// Skips bytes or a message and remembers where they were.
    private void range(CodedInputStream in, int base) throws IOException {
        int length = in.readRawVarint32();
        from = base + in.getTotalBytesRead();
        end = from + length;
        in.skipRawBytes(length);
    }

    private static @Nullable Method method(int field) {
        for (Method method : METHODS) {
            if (method.replyField() == field) {
                return method;
            }
        }
        return null;
    }
}

package io.millrace.edge.outbox;

import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.protocol.Reply;
import io.millrace.edge.protocol.ReplyEncoder;
import io.millrace.edge.socket.EncodedFrame;
import io.millrace.edge.socket.MessageKind;
import org.jspecify.annotations.Nullable;

/// One reply for many receivers, encoded at most once for each encoding, when the first receiver needs it.
/// Thread-safe: a race encodes twice and both results are the same bytes.
public class SharedReply {

    private final Reply reply;
    private volatile @Nullable EncodedFrame json;
    private volatile @Nullable EncodedFrame protobuf;

    /// @param reply what to send
    public SharedReply(Reply reply) {
        this.reply = reply;
    }

    /// What is encoded, where it depends on the encoding. Always the same for one encoding.
    protected Reply reply(Encoding encoding) {
        return reply;
    }

    /// The reply as one WebSocket message.
    public EncodedFrame frame(Encoding encoding) {
        return switch (encoding) {
            case JSON -> {
                EncodedFrame frame = json;
                if (frame == null) {
                    frame = encode(reply(encoding), encoding);
                    json = frame;
                }
                yield frame;
            }
            case PROTOBUF -> {
                EncodedFrame frame = protobuf;
                if (frame == null) {
                    frame = encode(reply(encoding), encoding);
                    protobuf = frame;
                }
                yield frame;
            }
        };
    }

    /// A reply for one receiver only.
    public static EncodedFrame encode(Reply reply, Encoding encoding) {
        MessageKind kind = encoding.isBinary() ? MessageKind.BINARY : MessageKind.TEXT;
        return EncodedFrame.of(kind, ReplyEncoder.of(encoding).encode(reply));
    }
}

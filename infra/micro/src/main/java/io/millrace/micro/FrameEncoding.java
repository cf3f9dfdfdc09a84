package io.millrace.micro;

import io.millrace.edge.outbox.SharedReply;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Encoding;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.Push;
import io.millrace.edge.protocol.Reply;
import io.millrace.edge.protocol.ReplyEncoder;
import io.millrace.edge.socket.EncodedFrame;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A publication of 100 bytes as a WebSocket frame: once for each message, edge and encoding.
@State(Scope.Thread)
public class FrameEncoding {

    private final Reply reply = new Push(
            "chat:general",
            Publication.of(
                    Payload.wrap(Texts.payload(100)),
                    new ClientInfo("user-1234", "3f2b9a52-1a4e-4c7e-9a43-6a4b0a3c9f11", Payload.NONE, Payload.NONE),
                    123_456));

    private final byte[] encoded = ReplyEncoder.of(Encoding.JSON).encode(reply);

    /// The limit: one copy of the bytes that come out.
    @Benchmark
    public byte[] baselineCopy() {
        return encoded.clone();
    }

    /// JSON.
    @Benchmark
    public EncodedFrame json() {
        return SharedReply.encode(reply, Encoding.JSON);
    }

    /// Protobuf.
    @Benchmark
    public EncodedFrame protobuf() {
        return SharedReply.encode(reply, Encoding.PROTOBUF);
    }
}

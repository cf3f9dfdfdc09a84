package io.millrace.edge.protocol;

/// Turns replies into bytes. Stateless, for any number of threads.
public final class ReplyEncoder {

    /// Room for names, numbers and ids around the payloads of most replies.
    private static final int OVERHEAD = 224;

    private final Encoding encoding;

    private ReplyEncoder(Encoding encoding) {
        this.encoding = encoding;
    }

    /// An encoder of `encoding`.
    public static ReplyEncoder of(Encoding encoding) {
        return new ReplyEncoder(encoding);
    }

    /// One reply as it stands in a message: a JSON object without newlines, or a Protobuf message after its length.
    /// Several of them make a message by [Encoding#join(java.util.List)].
    ///
    /// In JSON, payloads are embedded as they are: they must be JSON, see [Payload#isJson()]. Otherwise close the
    /// connection with 3506 instead.
    public byte[] encode(Reply reply) {
        FieldWriter out = switch (encoding) {
            case JSON -> new JsonFieldWriter(capacity(reply));
            case PROTOBUF -> new ProtobufFieldWriter(capacity(reply));
        };
        ReplyWriter.reply(out, reply);
        return out.toByteArray();
    }

    /// Enough for most replies in one piece; the buffer grows for the others.
    private static int capacity(Reply reply) {
        return reply instanceof Push(var channel, Publication publication)
                ? OVERHEAD + channel.length() + publication.data().size()
                : OVERHEAD;
    }
}

package io.millrace.edge.protocol;

import java.util.List;

/// Turns a WebSocket message into commands. Stateless, for any number of threads.
public sealed interface CommandDecoder permits JsonCommandDecoder, ProtobufCommandDecoder {

    /// A new decoder of `encoding` that refuses what exceeds `limits`. One serves all connections: the JSON one
    /// has buffers and a table of names of some kilobytes.
    static CommandDecoder of(Encoding encoding, DecodeLimits limits) {
        return switch (encoding) {
            case JSON -> new JsonCommandDecoder(limits);
            case PROTOBUF -> new ProtobufCommandDecoder(limits);
        };
    }

    /// The commands of one complete message in the client's order, at least one. Nothing keeps a hold of
    /// `message`.
    ///
    /// @param message its first `length` bytes are read
    /// @throws ProtocolViolation when anything in the message is wrong; then none of its commands counts
    List<Command> decode(byte[] message, int length);
}

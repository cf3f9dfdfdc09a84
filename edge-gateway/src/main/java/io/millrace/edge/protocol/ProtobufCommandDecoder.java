package io.millrace.edge.protocol;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads Protobuf messages that each follow their length.
final class ProtobufCommandDecoder implements CommandDecoder {

    private final DecodeLimits limits;

    ProtobufCommandDecoder(DecodeLimits limits) {
        this.limits = limits;
    }

    @Override
    public List<Command> decode(byte[] message, int length) {
        CodedInputStream in = CodedInputStream.newInstance(message, 0, length);
        ProtobufFieldReader reader = new ProtobufFieldReader(in, limits.mapEntries());
        List<Command> commands = new ArrayList<>();
        try {
            while (!in.isAtEnd()) {
                if (commands.size() == limits.commands()) {
                    throw ProtocolViolation.badRequest("message must have at most " + limits.commands() + " commands");
                }
                commands.add(reader.delimited(CommandReader::command));
            }
        } catch (IOException malformed) {
            throw ProtocolViolation.badRequest(
                    "message is not Protobuf: " + malformed.getClass().getSimpleName());
        }
        if (commands.isEmpty()) {
            throw ProtocolViolation.badRequest("message must have a command, has none");
        }
        return commands;
    }
}

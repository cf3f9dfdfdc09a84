package io.millrace.edge.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Commands of a client whose connection only carries replies (protocol specification, section 13).
///
/// @param node name of the edge that holds the connection
/// @param session secret name of the connection
/// @param data commands as they would stand in one WebSocket message of the encoding
public record EmulationRequest(String node, String session, Payload data) {

    private static final int NESTING = 8;
    private static final JsonFactory FACTORY = JsonText.factory(NESTING);

    private enum Field implements WireField {
        NODE(1),
        SESSION(2),
        DATA(3);

        static final FieldTable<Field> TABLE = FieldTable.of(values());
        private final int number;

        Field(int number) {
            this.number = number;
        }

        @Override
        public int number() {
            return number;
        }
    }

    /// Reads the body of a request. In JSON the commands are a string, in Protobuf bytes.
    ///
    /// @throws ProtocolViolation when it cannot be read
    public static EmulationRequest decode(Encoding encoding, byte[] body) {
        try {
            return switch (encoding) {
                case JSON -> json(body);
                case PROTOBUF ->
                    read(new ProtobufFieldReader(CodedInputStream.newInstance(body), 0), Encoding.PROTOBUF);
            };
        } catch (IOException malformed) {
            // The parser's own words quote the client.
            throw ProtocolViolation.badRequest(
                    "request is not " + encoding + ": " + malformed.getClass().getSimpleName());
        }
    }

    private static EmulationRequest json(byte[] body) throws IOException {
        if (!JsonText.isUtf8(body, body.length)) {
            throw ProtocolViolation.badRequest("request is not UTF-8 text");
        }
        try (JsonParser parser = FACTORY.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw ProtocolViolation.badRequest("a request must be a JSON object");
            }
            EmulationRequest request = new JsonFieldReader(parser, body, 0).message(in -> read(in, Encoding.JSON));
            if (parser.nextToken() != null) {
                throw ProtocolViolation.badRequest("a request must be one JSON object");
            }
            return request;
        }
    }

    private static EmulationRequest read(FieldReader in, Encoding encoding) throws IOException {
        String node = "";
        String session = "";
        Payload data = Payload.NONE;
        for (Field field = in.next(Field.TABLE); field != null; field = in.next(Field.TABLE)) {
            switch (field) {
                case NODE -> node = in.string();
                case SESSION -> session = in.string();
                case DATA ->
                    data = switch (encoding) {
                        case JSON -> Payload.wrap(in.string().getBytes(StandardCharsets.UTF_8));
                        case PROTOBUF -> in.bytes();
                    };
            }
        }
        return new EmulationRequest(node, session, data);
    }

    /// Leaves out the secret and what the client says.
    @Override
    public String toString() {
        return "EmulationRequest[node=" + node + "]";
    }
}

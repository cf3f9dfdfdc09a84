package io.millrace.edge.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How commands and replies are written on one connection, fixed at its upgrade.
public enum Encoding {
    /// Text messages of JSON objects, one per line.
    JSON("centrifuge-json", "\n"),
    /// Binary messages of length-prefixed Protobuf messages.
    PROTOBUF("centrifuge-protobuf", "");

    private final String subprotocol;
    private final String separator;

    Encoding(String subprotocol, String separator) {
        this.subprotocol = subprotocol;
        this.separator = separator;
    }

    /// Chooses the encoding for an upgrade request.
    ///
    /// The first subprotocol we know is echoed; without one, JSON is spoken. The query (`format=protobuf` or
    /// `cf_protocol=protobuf`) asks for Protobuf too.
    ///
    /// @param offered subprotocols of the request, split and trimmed, in the client's order
    /// @param rawQuery query of the request without the question mark, empty when there is none
    public static Choice choose(List<String> offered, String rawQuery) {
        @Nullable Encoding known = null;
        for (String subprotocol : offered) {
            known = known != null ? known : bySubprotocol(subprotocol);
        }
        boolean protobuf = known == PROTOBUF || asksForProtobuf(rawQuery);
        return new Choice(protobuf ? PROTOBUF : JSON, known == null ? null : known.subprotocol);
    }

    private static @Nullable Encoding bySubprotocol(String subprotocol) {
        for (Encoding encoding : values()) {
            if (encoding.subprotocol.equals(subprotocol)) {
                return encoding;
            }
        }
        return null;
    }

    private static boolean asksForProtobuf(String rawQuery) {
        String query = "&" + rawQuery + "&";
        return query.contains("&format=protobuf&") || query.contains("&cf_protocol=protobuf&");
    }

    /// Whether messages are binary; text otherwise. A message of the other kind breaks the protocol.
    public boolean isBinary() {
        return this == PROTOBUF;
    }

    /// Bytes between two replies of one message.
    public int separatorLength() {
        return separator.length();
    }

    /// One WebSocket message of several encoded replies, in order.
    public byte[] join(List<byte[]> replies) {
        int length = separator.length() * Math.max(0, replies.size() - 1);
        for (byte[] reply : replies) {
            length += reply.length;
        }
        byte[] message = new byte[length];
        int position = 0;
        for (byte[] reply : replies) {
            if (position > 0 && !separator.isEmpty()) {
                message[position++] = '\n';
            }
            System.arraycopy(reply, 0, message, position, reply.length);
            position += reply.length;
        }
        return message;
    }

    /// An encoding and what to answer in `Sec-WebSocket-Protocol`.
    ///
    /// @param subprotocol the value to echo, null to send no such header
    public record Choice(Encoding encoding, @Nullable String subprotocol) {}
}

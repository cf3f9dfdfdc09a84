package io.millrace.edge.socket;

/// The two kinds of WebSocket messages (RFC 6455 section 5.6).
public enum MessageKind {
    /// UTF-8 text; what arrives has been validated.
    TEXT(Opcode.TEXT),
    /// Arbitrary bytes.
    BINARY(Opcode.BINARY);

    private final int opcode;

    MessageKind(int opcode) {
        this.opcode = opcode;
    }

    int opcode() {
        return opcode;
    }
}

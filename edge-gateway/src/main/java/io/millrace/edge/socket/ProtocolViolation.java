package io.millrace.edge.socket;

/// The peer broke a rule; the connection is failed with this close code (RFC 6455 section 7.1.7). Carries no
/// stack trace: the peer decides how often it is made.
final class ProtocolViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;

    ProtocolViolation(int code, String reason) {
        super(code + " " + reason, null, false, false);
        this.code = code;
        this.reason = reason;
    }

    static ProtocolViolation protocol(String reason) {
        return new ProtocolViolation(CloseCodes.PROTOCOL_ERROR, reason);
    }

    static ProtocolViolation invalidText() {
        return new ProtocolViolation(CloseCodes.INVALID_PAYLOAD, "text is not UTF-8");
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }
}

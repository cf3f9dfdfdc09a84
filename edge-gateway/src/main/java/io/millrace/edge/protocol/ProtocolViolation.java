package io.millrace.edge.protocol;

import org.jspecify.annotations.Nullable;

/// A client broke the protocol and must be disconnected with [#code()].
///
/// The message names field, limit and number for the operator's debug log; it never contains text of the client.
public final class ProtocolViolation extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final DisconnectCode code;

    ProtocolViolation(DisconnectCode code, String message, @Nullable Throwable cause) {
        // No stack trace: bad input is cheap to send, so it must be cheap to refuse.
        super(message, cause, false, false);
        this.code = code;
    }

    static ProtocolViolation badRequest(String message) {
        return new ProtocolViolation(DisconnectCode.BAD_REQUEST, message, null);
    }

    /// How the connection ends.
    public DisconnectCode code() {
        return code;
    }
}

package io.millrace.edge.session;

import io.millrace.edge.protocol.DisconnectCode;
import io.millrace.edge.protocol.Payload;
import java.nio.charset.StandardCharsets;

/// How a connection ends (protocol sections 4.3 and 11).
///
/// @param code 3000 to 4999; clients decide by it whether to come back
/// @param reason for humans; never valid JSON, because some clients would read advice from it
record CloseAdvice(int code, String reason) {

    private static final int LOWEST = 3_000;
    private static final int HIGHEST = 4_999;
    private static final int NORMAL_CLOSURE = 1_000;

    /// Makes a reason that looks like JSON one that does not.
    ///
    /// @throws IllegalArgumentException when the code is not one of 3000 to 4999
    CloseAdvice {
        if (code < LOWEST || code > HIGHEST) {
            throw new IllegalArgumentException("disconnect code must be between 3000 and 4999, is " + code);
        }
        if (Payload.wrap(reason.getBytes(StandardCharsets.UTF_8)).isJson()) {
            reason = "reason: " + reason;
        }
    }

    static CloseAdvice of(DisconnectCode code) {
        return new CloseAdvice(code.code(), code.reason());
    }

    /// Whether what is queued is sent before.
    boolean flushes() {
        return code != DisconnectCode.SLOW.code() && code != DisconnectCode.CONNECTION_CLOSED.code();
    }

    /// The code for the close frame: 3000 never is in one.
    int webSocketCode() {
        return code == DisconnectCode.CONNECTION_CLOSED.code() ? NORMAL_CLOSURE : code;
    }
}

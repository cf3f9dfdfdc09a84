package io.millrace.edge.protocol;

/// Why the server ends a connection: public API, clients decide by the number whether to come back (protocol
/// specification, section 11). The reason goes into the close frame and must never be valid JSON, because
/// clients would read advice from it.
public enum DisconnectCode {
    /// Never in a close frame, see [#webSocketCode()].
    CONNECTION_CLOSED(3000, "connection closed"),
    SHUTDOWN(3001, "shutdown"),
    INTERNAL_SERVER_ERROR(3004, "internal server error"),
    CONNECTION_EXPIRED(3005, "connection expired"),
    SUBSCRIPTION_EXPIRED(3006, "subscription expired"),
    /// The outbox overflowed; what is queued is dropped, not flushed.
    SLOW(3008, "slow"),
    WRITE_ERROR(3009, "write error"),
    INSUFFICIENT_STATE(3010, "insufficient state"),
    FORCE_RECONNECT(3011, "force reconnect"),
    NO_PONG(3012, "no pong"),
    TOO_MANY_REQUESTS(3013, "too many requests"),
    STATE_INVALIDATED(3014, "state invalidated"),
    INVALID_TOKEN(3500, "invalid token"),
    BAD_REQUEST(3501, "bad request"),
    /// No connect command in time.
    STALE(3502, "stale"),
    FORCE_DISCONNECT(3503, "force disconnect"),
    CONNECTION_LIMIT(3504, "connection limit"),
    CHANNEL_LIMIT(3505, "channel limit"),
    /// A payload that is not JSON on a JSON connection, or a frame of the wrong kind.
    INAPPROPRIATE_PROTOCOL(3506, "inappropriate protocol"),
    PERMISSION_DENIED(3507, "permission denied"),
    NOT_AVAILABLE(3508, "not available"),
    TOO_MANY_ERRORS(3509, "too many errors"),
    /// Ours: of the numbers from 4000 on, clients come back after the first five hundred only.
    BANNED(4500, "banned");

    private static final int FIRST_TERMINAL = 3500;
    private static final int NORMAL_CLOSURE = 1000;

    private final int code;
    private final String reason;

    DisconnectCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    /// Whether clients come back by themselves.
    public boolean reconnects() {
        return code < FIRST_TERMINAL;
    }

    /// The code for the WebSocket close frame: the same number, but 1000 (RFC 6455, section 7.4.1) for
    /// [#CONNECTION_CLOSED], which clients must see as an ended transport.
    public int webSocketCode() {
        return this == CONNECTION_CLOSED ? NORMAL_CLOSURE : code;
    }
}

package io.millrace.edge.protocol;

/// Why the server ended a subscription: public API (protocol specification, section 10).
public enum UnsubscribeCode {
    SERVER_UNSUBSCRIBE(2000, "server unsubscribe"),
    /// Ours: the user was banned from the room.
    BANNED(2400, "banned"),
    INSUFFICIENT_STATE(2500, "insufficient state"),
    SUBSCRIPTION_EXPIRED(2501, "subscription expired"),
    /// The client also forgets its token and its position.
    STATE_INVALIDATED(2502, "state invalidated");

    private static final int FIRST_RESUBSCRIBING = 2500;

    private final int code;
    private final String reason;

    UnsubscribeCode(int code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    /// Whether clients subscribe again by themselves.
    public boolean resubscribes() {
        return code >= FIRST_RESUBSCRIBING;
    }
}

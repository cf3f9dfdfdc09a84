package io.millrace.edge.protocol;

/// Errors of commands: public API, clients decide by the number (protocol specification, section 9).
///
/// 100 to 399 belong to the protocol, 400 to 1999 are ours.
public enum ErrorCode {
    INTERNAL(100, "internal server error", true),
    UNAUTHORIZED(101, "unauthorized", false),
    UNKNOWN_CHANNEL(102, "unknown channel", false),
    PERMISSION_DENIED(103, "permission denied", false),
    METHOD_NOT_FOUND(104, "method not found", false),
    ALREADY_SUBSCRIBED(105, "already subscribed", false),
    LIMIT_EXCEEDED(106, "limit exceeded", false),
    BAD_REQUEST(107, "bad request", false),
    NOT_AVAILABLE(108, "not available", false),
    /// The client drops the token and asks its application for a new one.
    TOKEN_EXPIRED(109, "token expired", false),
    EXPIRED(110, "expired", false),
    TOO_MANY_REQUESTS(111, "too many requests", true),
    UNRECOVERABLE_POSITION(112, "unrecoverable position", false),
    CONCURRENT_PAGINATION(113, "concurrent pagination", true),
    /// Ours: the content of a publication was refused.
    MODERATION_REJECTED(400, "message rejected by moderation", false),
    /// Ours: somebody or something will decide later whether it appears; it must not be sent again.
    MODERATION_HELD(401, "message held for review", false),
    /// Ours: the sender may not publish for a while.
    MUTED(402, "muted", false),
    /// Ours: nobody publishes in the room for a while.
    LOCKED_DOWN(403, "room is locked down", true),
    /// Ours: nobody can judge the publication now.
    MODERATION_UNAVAILABLE(404, "moderation unavailable", true),
    /// Ours: too soon after the sender's last publication.
    SLOW_MODE(405, "slow mode", true);

    private static final ErrorCode[] VALUES = values();

    private final int code;
    private final String message;
    private final boolean temporary;

    ErrorCode(int code, String message, boolean temporary) {
        this.code = code;
        this.message = message;
        this.temporary = temporary;
    }

    public int code() {
        return code;
    }

    public String message() {
        return message;
    }

    /// Whether the same command may succeed later; clients retry a subscribe by themselves.
    public boolean temporary() {
        return temporary;
    }

    /// The same of a number that came from elsewhere; one that is not known here is not temporary.
    public static boolean isTemporary(int code) {
        for (ErrorCode known : VALUES) {
            if (known.code == code) {
                return known.temporary;
            }
        }
        return false;
    }
}

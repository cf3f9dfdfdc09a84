package io.millrace.moderation.rule;

/// What the sender is told.
///
/// @param code error code of the client protocol, 100 to 1999
/// @param reason text for the sender; never holds the message or a listed term
public record Refusal(int code, String reason) {

    /// Bad request: the payload can never be accepted.
    public static final int BAD_REQUEST = 107;

    /// Too many requests: temporary, the same message may be accepted later.
    public static final int TOO_MANY_REQUESTS = 111;

    /// Rejected for its content; the first of the codes that the protocol leaves to applications.
    public static final int REJECTED_BY_MODERATION = 400;
}

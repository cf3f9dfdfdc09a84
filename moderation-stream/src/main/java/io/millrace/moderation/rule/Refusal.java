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

    /// Kept back for a moderator: it may still appear, and must not be sent again.
    public static final int HELD = 401;

    /// The sender may not publish for now.
    public static final int SANCTIONED = 402;

    /// The room is under attack: temporary.
    public static final int LOCKED_DOWN = 403;

    /// The room asks for a verdict that cannot be had now: temporary.
    public static final int MODERATION_UNAVAILABLE = 404;

    /// The sender has to wait between two messages: temporary.
    public static final int SLOW_MODE = 405;

    /// The usual one of a rule on the content.
    public static Refusal of(RuleId rule) {
        return new Refusal(REJECTED_BY_MODERATION, "message rejected by moderation: " + rule.label());
    }
}

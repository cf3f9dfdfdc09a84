package io.millrace.moderation.desk.review;

/// Why something is not done.
///
/// @param field of the request that is wrong; empty when it is not the request
/// @param text for the moderator
public record Refusal(Kind kind, String field, String text) {

    /// What is in the way.
    public enum Kind {
        /// The request asks for something that does not exist or does not fit.
        INVALID,
        /// The moderator's role does not allow it.
        FORBIDDEN,
        /// Somebody else was faster, or must do it.
        CONFLICT
    }

    static Refusal invalid(String field, String text) {
        return new Refusal(Kind.INVALID, field, text);
    }

    static Refusal forbidden(String text) {
        return new Refusal(Kind.FORBIDDEN, "", text);
    }

    static Refusal conflict(String text) {
        return new Refusal(Kind.CONFLICT, "", text);
    }
}

package io.millrace.edge.admission;

/// What a connection token is worth (protocol section 4).
public sealed interface TokenVerdict {

    /// It is good.
    record Valid(Identity identity) implements TokenVerdict {}

    /// It was good, or is not good yet; the client should bring a new one. Answered with error 109.
    record Expired() implements TokenVerdict {}

    /// It is not from us, or says what it must not. Ends the connection with 3500.
    ///
    /// @param reason for the operator's log, without anything from the token
    record Invalid(String reason) implements TokenVerdict {}

    /// Nobody knows, because the keys cannot be had now. Answered with error 100, after which clients try again.
    ///
    /// @param reason for the operator's log, without anything from the token
    record Unavailable(String reason) implements TokenVerdict {}
}

package io.millrace.edge.admission;

/// What a connection token is worth.
public sealed interface TokenVerdict {

    /// It is good.
    record Valid(Identity identity) implements TokenVerdict {}

    /// It was good; the client should bring a new one.
    record Expired() implements TokenVerdict {}

    /// It is not from us, or says what it must not.
    ///
    /// @param reason for the operator's log, without anything from the token
    record Invalid(String reason) implements TokenVerdict {}
}

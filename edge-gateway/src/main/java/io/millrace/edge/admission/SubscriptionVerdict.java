package io.millrace.edge.admission;

/// What a subscription token is worth for one channel and one client (protocol section 5).
public sealed interface SubscriptionVerdict {

    /// It is good. Answered with the subscription.
    record Valid(SubscriptionGrant grant) implements SubscriptionVerdict {}

    /// It was good, or is not good yet; the client should bring a new one. Answered with error 109.
    record Expired() implements SubscriptionVerdict {}

    /// It is not from us, or says what it must not. A subscribe is answered with error 103, a refresh ends the
    /// connection with 3500.
    ///
    /// @param reason for the operator's log, without anything from the token
    record Invalid(String reason) implements SubscriptionVerdict {}

    /// It is from us, but for another channel, user or client. Ends the connection with 3500.
    ///
    /// @param reason for the operator's log, without anything from the token
    record Mismatch(String reason) implements SubscriptionVerdict {}

    /// Nobody knows, because the keys cannot be had now. Answered with error 100, after which clients try again.
    ///
    /// @param reason for the operator's log, without anything from the token
    record Unavailable(String reason) implements SubscriptionVerdict {}
}

package io.millrace.moderation.desk.work;

import io.millrace.moderation.desk.review.Refusal;

/// How an action ended.
///
/// @param <T> what is told of it
public sealed interface Result<T> {

    /// It is done and will not be lost.
    ///
    /// @param written whether the topics have it already; otherwise they get it when Kafka is back
    record Done<T>(T value, boolean written) implements Result<T> {}

    /// There is no such thing.
    record Missing<T>() implements Result<T> {}

    /// It may not be done; nothing was changed.
    record Refused<T>(Refusal refusal) implements Result<T> {}
}

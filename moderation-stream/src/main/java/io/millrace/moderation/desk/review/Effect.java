package io.millrace.moderation.desk.review;

import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.Sanction;

/// What a resolution does to the system.
public sealed interface Effect {

    /// Moderation is told what becomes of the message.
    ///
    /// @param key of the author's records
    record Ruled(String key, Ruling ruling) implements Effect {}

    /// A user is sanctioned.
    record Sanctioned(Sanction sanction) implements Effect {}

    /// A sanction ends.
    record SanctionEnded(String id) implements Effect {}
}

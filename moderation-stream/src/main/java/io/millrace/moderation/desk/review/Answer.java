package io.millrace.moderation.desk.review;

import java.util.List;

/// What comes of a moderator's wish.
public sealed interface Answer {

    /// It is done.
    ///
    /// @param review in its new state
    /// @param effects of it, none for a claim
    record Accepted(Review review, List<Effect> effects) implements Answer {}

    /// It is not done.
    record Refused(Refusal refusal) implements Answer {}

    /// Done, without an effect outside the desk.
    static Answer accepted(Review review) {
        return new Accepted(review, List.of());
    }

    /// Not done.
    static Answer refused(Refusal refusal) {
        return new Refused(refusal);
    }
}

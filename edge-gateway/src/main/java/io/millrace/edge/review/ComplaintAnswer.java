package io.millrace.edge.review;

import io.millrace.edge.admission.RoomRules.Refusal;

/// What a user is told.
public sealed interface ComplaintAnswer {

    /// A moderator will see it.
    ///
    /// @param id of the item; the same for a repeat
    record Noted(String id) implements ComplaintAnswer {}

    /// Nobody will.
    record Refused(Refusal refusal) implements ComplaintAnswer {}
}

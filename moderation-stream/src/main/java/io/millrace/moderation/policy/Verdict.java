package io.millrace.moderation.policy;

import io.millrace.moderation.rule.Hit;
import java.util.List;

/// What becomes of a message.
public sealed interface Verdict {

    /// The rules that fired, those that refuse first.
    List<Hit> hits();

    /// It goes to the room.
    ///
    /// @param hits what was flagged, for those who review messages
    record Allow(List<Hit> hits) implements Verdict {}

    /// It does not; the sender is told.
    ///
    /// @param code error code of the client protocol
    /// @param reason text for the sender
    record Bounce(int code, String reason, List<Hit> hits) implements Verdict {}
}

package io.millrace.edge.publish;

import io.millrace.id.Epoch;
import io.millrace.id.MessageId;
import io.millrace.id.Offset;

/// What became of a publish.
public sealed interface PublishOutcome {

    /// It has its place in the room.
    ///
    /// @param duplicate whether an earlier publish with the same id took that place
    record Accepted(MessageId id, Epoch epoch, Offset offset, boolean duplicate) implements PublishOutcome {}

    /// It was refused and will never appear.
    record Rejected(int code, String reason) implements PublishOutcome {}

    /// Nobody knows yet; a repeat with the same id is safe.
    record Unknown() implements PublishOutcome {}
}

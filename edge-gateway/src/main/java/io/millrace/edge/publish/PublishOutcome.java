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
    ///
    /// @param code error code of the client protocol, 100 to 1999
    record Rejected(int code, String reason) implements PublishOutcome {

        /// @throws IllegalArgumentException for a code that no client may be told
        public Rejected {
            if (code < 100 || code > 1999) {
                throw new IllegalArgumentException("error code must be between 100 and 1999, is " + code);
            }
        }
    }

    /// It was taken and gets no place in the room, of which the sender is not told.
    record Taken(MessageId id) implements PublishOutcome {}

    /// Nobody knows yet; a repeat with the same id is safe.
    record Unknown() implements PublishOutcome {}
}

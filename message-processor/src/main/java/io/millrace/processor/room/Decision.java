package io.millrace.processor.room;

import io.millrace.schema.chat.RoomEvent;
import java.util.List;

/// What a command leads to.
public sealed interface Decision {

    /// How a command ended, for metrics.
    enum Effect {
        /// The room changed, or an answer was due.
        DONE,
        /// A publication that the room already had.
        REPEATED,
        /// A publication that was refused with an answer.
        REJECTED,
        /// Nothing was left to do.
        IGNORED
    }

    /// The command was understood. Apply the changes before the next command is decided.
    ///
    /// @param effect how it ended
    /// @param events for `room.events`, in order
    /// @param deliveries for `edge.deliveries`, in order per inbox
    /// @param changes for the store, in order
    record Outcome(Effect effect, List<RoomEvent> events, List<Delivery> deliveries, List<StateChange> changes)
            implements Decision {}

    /// The command can never be carried out and nobody waits for an answer: it belongs to the dead letters.
    ///
    /// @param reason why, for the operator
    record Poison(String reason) implements Decision {}
}

package io.millrace.faults.check;

/// What a sender was told about one publication.
public sealed interface Outcome {

    /// It has that place in the room.
    ///
    /// @param epoch empty when the sender was not told the place
    /// @param atNanos when the sender learned it
    record Accepted(String epoch, long offset, long atNanos) implements Outcome {

        /// Whether the sender was told the place.
        public boolean isPlaced() {
            return !epoch.isEmpty();
        }
    }

    /// It will never appear.
    record Refused(int code) implements Outcome {}

    /// Nothing certain: it may be there or not.
    record Unknown() implements Outcome {}
}

package io.millrace.faults.check;

/// What a sender was told about one publication.
public sealed interface Outcome {

    /// It has that place in the room.
    ///
    /// @param atNanos when the sender learned it
    record Accepted(String epoch, long offset, long atNanos) implements Outcome {}

    /// It will never appear.
    record Refused(int code) implements Outcome {}

    /// Nothing certain: it may be there or not.
    record Unknown() implements Outcome {}
}

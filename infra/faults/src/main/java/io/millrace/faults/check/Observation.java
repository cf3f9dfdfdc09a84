package io.millrace.faults.check;

/// What one subscriber saw in one room, in the order it saw it.
public sealed interface Observation {

    /// A publication.
    record Delivered(String epoch, long offset, String id) implements Observation {}

    /// The stream starts anew after that offset: the subscriber was told so.
    record Started(String epoch, long offset) implements Observation {}
}

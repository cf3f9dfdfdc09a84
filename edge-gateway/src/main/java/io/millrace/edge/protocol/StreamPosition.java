package io.millrace.edge.protocol;

/// A position in a room's stream as the wire carries it.
///
/// @param offset the last publication the holder has, 0 before the first
/// @param epoch incarnation of the stream, empty when unknown
public record StreamPosition(long offset, String epoch) {

    /// Before the first publication of a stream whose epoch is unknown.
    public static final StreamPosition UNKNOWN = new StreamPosition(0, "");
}

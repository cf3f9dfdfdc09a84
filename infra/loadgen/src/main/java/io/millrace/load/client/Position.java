package io.millrace.load.client;

/// A place in a room's stream.
///
/// @param epoch of the stream; empty when the server did not tell one
/// @param offset of the last publication, -1 for nowhere
public record Position(String epoch, long offset) {

    /// Not in the room yet.
    public static final Position NONE = new Position("", -1);

    /// Whether there is something to go on from.
    public boolean isSomewhere() {
        return offset >= 0;
    }
}

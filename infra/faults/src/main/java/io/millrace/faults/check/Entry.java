package io.millrace.faults.check;

/// One event of a room in a final record: the topic or the table.
///
/// @param hash of the payload, 0 when it is not known
public record Entry(String room, String epoch, long offset, String id, int hash) {

    /// An event whose payload is not known.
    public Entry(String room, String epoch, long offset, String id) {
        this(room, epoch, offset, id, 0);
    }
}

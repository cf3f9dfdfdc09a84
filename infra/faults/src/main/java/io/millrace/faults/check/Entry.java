package io.millrace.faults.check;

/// One event of a room in a final record: the topic or the table.
///
/// @param id of the publication, empty for a removal of the history
/// @param hash of the payload, 0 when it is not known
public record Entry(String room, String epoch, long offset, String id, int hash) {

    /// An event whose payload is not known.
    public Entry(String room, String epoch, long offset, String id) {
        this(room, epoch, offset, id, 0);
    }

    /// The event of a removal: it has its place in the topic, and nobody sees it.
    public static Entry removal(String room, String epoch, long offset) {
        return new Entry(room, epoch, offset, "");
    }

    /// Whether it is a publication.
    public boolean isPublication() {
        return !id.isEmpty();
    }
}

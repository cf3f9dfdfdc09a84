package io.millrace.faults.check;

/// One event of a room in a final record: the topic or the table.
///
/// @param id of the publication or of what stands in for it, empty for a removal of the history
/// @param hash of the payload, 0 when it is not known
public record Entry(String room, String epoch, long offset, String id, int hash) {

    /// Id of what stands in for a publication that was taken back.
    public static final String TAKEN_BACK = "taken back";

    private static final String RETRACTION = "retraction of ";

    /// An event whose payload is not known.
    public Entry(String room, String epoch, long offset, String id) {
        this(room, epoch, offset, id, 0);
    }

    /// The event of a removal: it has its place in the topic, and nobody sees it.
    public static Entry removal(String room, String epoch, long offset) {
        return new Entry(room, epoch, offset, "");
    }

    /// The event that takes back the publication at another offset: everybody sees it.
    public static Entry retraction(String room, String epoch, long offset, long target) {
        return new Entry(room, epoch, offset, retractionOf(target));
    }

    /// Id of the event that takes back the publication at an offset.
    public static String retractionOf(long target) {
        return RETRACTION + target;
    }

    /// Whether the id is one that nobody has sent: of a retraction, or of what it leaves behind.
    static boolean isOfServer(String id) {
        return id.equals(TAKEN_BACK) || id.startsWith(RETRACTION);
    }

    /// Whether it is a publication.
    public boolean isPublication() {
        return !id.isEmpty() && !isRetraction();
    }

    /// Whether subscribers see it.
    public boolean isSeen() {
        return !id.isEmpty();
    }

    /// Whether it takes a publication back.
    boolean isRetraction() {
        return id.startsWith(RETRACTION);
    }

    /// What it takes back.
    Place target() {
        return new Place(room, epoch, Long.parseLong(id.substring(RETRACTION.length())));
    }
}

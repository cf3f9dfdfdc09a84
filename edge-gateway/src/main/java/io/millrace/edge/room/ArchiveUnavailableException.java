package io.millrace.edge.room;

/// The archive cannot be asked now; later it can.
public final class ArchiveUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean busy;
    private final boolean behind;

    /// @param message why
    public ArchiveUnavailableException(String message, Throwable cause) {
        super(message, cause);
        this.busy = false;
        this.behind = false;
    }

    /// @param message why
    public ArchiveUnavailableException(String message) {
        this(message, false, false);
    }

    private ArchiveUnavailableException(String message, boolean busy, boolean behind) {
        super(message);
        this.busy = busy;
        this.behind = behind;
    }

    /// Too many ask already.
    public static ArchiveUnavailableException busy() {
        return new ArchiveUnavailableException("too many reads wait for the archive", true, false);
    }

    /// It has not got that far yet, as in every second in which a room is busy.
    public static ArchiveUnavailableException behind() {
        return new ArchiveUnavailableException("the archive has not got that far yet", false, true);
    }

    /// Whether there are only too many who ask.
    public boolean isBusy() {
        return busy;
    }

    /// Whether nothing is wrong with the archive.
    public boolean isExpected() {
        return busy || behind;
    }
}

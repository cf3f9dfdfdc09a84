package io.millrace.edge.room;

/// The archive cannot be asked now; later it can.
public final class ArchiveUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean busy;

    /// @param message why
    public ArchiveUnavailableException(String message, Throwable cause) {
        super(message, cause);
        this.busy = false;
    }

    /// @param message why
    public ArchiveUnavailableException(String message) {
        this(message, false);
    }

    private ArchiveUnavailableException(String message, boolean busy) {
        super(message);
        this.busy = busy;
    }

    /// Too many ask already.
    public static ArchiveUnavailableException busy() {
        return new ArchiveUnavailableException("too many reads wait for the archive", true);
    }

    /// Whether there are only too many who ask.
    public boolean isBusy() {
        return busy;
    }
}

package io.millrace.edge.room;

/// The archive cannot be asked now; later it can.
public final class ArchiveUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    /// @param message why
    public ArchiveUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /// @param message why
    public ArchiveUnavailableException(String message) {
        super(message);
    }
}

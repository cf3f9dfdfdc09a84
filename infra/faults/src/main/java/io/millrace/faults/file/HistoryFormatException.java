package io.millrace.faults.file;

import java.io.Serial;

/// A history file cannot be understood.
public final class HistoryFormatException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    HistoryFormatException(String message) {
        super(message);
    }
}

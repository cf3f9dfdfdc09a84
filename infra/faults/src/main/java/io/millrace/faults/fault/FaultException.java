package io.millrace.faults.fault;

import java.io.Serial;

/// A fault could not be injected or healed, so the run says nothing.
public final class FaultException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /// @param message what could not be done, in one sentence
    public FaultException(String message) {
        super(message);
    }

    /// @param message what could not be done, in one sentence
    public FaultException(String message, Throwable cause) {
        super(message, cause);
    }
}

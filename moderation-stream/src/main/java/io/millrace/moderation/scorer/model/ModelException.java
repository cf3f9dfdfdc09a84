package io.millrace.moderation.scorer.model;

/// A model cannot be loaded or has failed; the message never holds a text that was scored.
public final class ModelException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}

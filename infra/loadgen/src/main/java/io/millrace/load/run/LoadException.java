package io.millrace.load.run;

/// A run cannot go on; the message says why in one sentence.
public final class LoadException extends RuntimeException {

    public LoadException(String message) {
        super(message);
    }
}

package io.millrace.embedded;

import org.jspecify.annotations.Nullable;

/// A server of this package could not be started, used or stopped. The message is a sentence for the person at the
/// terminal and names the inputs: the port, the folder, the deadline.
public final class EmbeddedServerException extends RuntimeException {

    public EmbeddedServerException(String message) {
        super(message);
    }

    public EmbeddedServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

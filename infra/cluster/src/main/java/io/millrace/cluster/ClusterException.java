package io.millrace.cluster;

import org.jspecify.annotations.Nullable;

/// A part of the cluster could not be started or used. The message is a sentence for the person at the
/// terminal.
public final class ClusterException extends RuntimeException {

    public ClusterException(String message) {
        super(message);
    }

    public ClusterException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

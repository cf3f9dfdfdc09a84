package io.millrace.serde;

import com.microsoft.kiota.ApiException;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/// The registry could not be asked; says nothing about the record.
public final class RegistryUnavailableException extends SerializationException {

    private static final long serialVersionUID = 1;
    private static final int NOT_FOUND = 404;

    RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    /// Whether a failure is due to an unreachable registry.
    public static boolean caused(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryUnavailableException) {
                return true;
            }
        }
        return false;
    }

    /// Whether a failure of the registry client says nothing about what was asked: the network failed, or the
    /// registry answered anything but "not found", as it does while its own database is away.
    static boolean isUnavailable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || (cause instanceof ApiException answer && answer.getResponseStatusCode() != NOT_FOUND)) {
                return true;
            }
        }
        return false;
    }
}

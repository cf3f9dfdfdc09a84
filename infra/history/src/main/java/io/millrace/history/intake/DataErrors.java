package io.millrace.history.intake;

import io.millrace.serde.RegistryUnavailableException;
import java.sql.SQLException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// Tells errors of the values from those of the database.
final class DataErrors {

    private DataErrors() {}

    /// Whether the same row would fail for ever: SQLSTATE class 22 (data exception) or 23 (integrity), or a
    /// failure of the code that writes it, unless Kafka or the registry is away.
    static boolean isOne(Exception failure) {
        return switch (failure) {
            case SQLException refused -> isOne(refused.getSQLState());
            case KafkaException _ -> false;
            default -> !RegistryUnavailableException.caused(failure);
        };
    }

    private static boolean isOne(@Nullable String state) {
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }
}

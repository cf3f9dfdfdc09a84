package io.millrace.history.intake;

import io.millrace.serde.RegistryUnavailableException;
import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// Tells errors of the values from those of the database.
final class DataErrors {

    private static final Set<String> CLASSES = Set.of("22", "23", "54");

    private DataErrors() {}

    /// Whether the same row would fail for ever: SQLSTATE class 22 (data exception), 23 (integrity) or 54
    /// (program limit, for example of an index row), or a failure of the code that writes it, unless Kafka or
    /// the registry is away.
    static boolean isOne(Exception failure) {
        return switch (failure) {
            case SQLException refused -> isOne(refused.getSQLState());
            case KafkaException _ -> false;
            default -> !RegistryUnavailableException.caused(failure);
        };
    }

    private static boolean isOne(@Nullable String state) {
        return state != null && state.length() == 5 && CLASSES.contains(state.substring(0, 2));
    }
}

package io.millrace.history;

import io.millrace.runtime.config.Secret;
import io.millrace.runtime.config.Section;
import java.time.Duration;
import java.util.Optional;

/// The database of the archive, as services that use it are told.
///
/// @param url JDBC address; may hold the user
/// @param user role to connect as, if the address does not say
/// @param password of the role, if it needs one
/// @param connections size of the pool
/// @param timeout longest wait for a connection
public record DatabaseSettings(
        String url, Optional<String> user, Optional<Secret> password, int connections, Duration timeout) {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /// Reads the section `database`.
    public static DatabaseSettings read(Section section) {
        return new DatabaseSettings(
                section.text("url", "jdbc:postgresql://127.0.0.1:5432/millrace"),
                section.text("user"),
                section.secret("password"),
                section.integer("connections", 4, 1, 100),
                section.duration("timeout", SECOND.multipliedBy(5), Duration.ofMillis(250), SECOND.multipliedBy(60)));
    }

    /// The same database with a pool of another size and patience.
    public DatabaseSettings with(int otherConnections, Duration otherTimeout) {
        return new DatabaseSettings(url, user, password, otherConnections, otherTimeout);
    }
}

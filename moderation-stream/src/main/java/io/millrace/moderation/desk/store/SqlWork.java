package io.millrace.moderation.desk.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Statements that belong together.
@FunctionalInterface
public interface SqlWork<T extends @Nullable Object> {

    /// Runs them. May be called again after it failed: what it changes outside the database must allow that.
    ///
    /// @param connection inside a transaction
    T run(Connection connection) throws SQLException;
}

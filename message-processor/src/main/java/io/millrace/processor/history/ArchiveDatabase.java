package io.millrace.processor.history;

import io.millrace.history.DatabasePool;
import io.millrace.history.DatabaseSettings;
import io.millrace.runtime.config.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The database of the archive, with its tables. It opens whether or not the database is there. Thread-safe.
public final class ArchiveDatabase implements AutoCloseable {

    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final DatabaseSettings database;
    private final DatabasePool pool;
    private volatile boolean migrated;

    private ArchiveDatabase(DatabaseSettings database, DatabasePool pool) {
        this.database = database;
        this.pool = pool;
    }

    /// Opens the pool.
    public static ArchiveDatabase open(DatabaseSettings database) {
        return new ArchiveDatabase(database, DatabasePool.open(database, "message-processor", SILENCE));
    }

    /// Brings the tables up to date, once in the life of the pool. Several processes may do so at the same
    /// time.
    ///
    /// @throws SQLException when it is not possible now
    void migrate() throws SQLException {
        if (migrated) {
            return;
        }
        try {
            var _ = Flyway.configure()
                    // Not the pool: it takes several connections at once, and the pool may be smaller.
                    .dataSource(
                            database.url(),
                            database.user().orElse(null),
                            database.password().map(Secret::value).orElse(null))
                    // The database may also hold tables of others, with a history of their own.
                    .locations("classpath:db/migration/archive")
                    .table("archive_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException failure) {
            throw new SQLException("archive tables cannot be brought up to date: " + failure.getMessage(), failure);
        }
        migrated = true;
    }

    Connection connection() throws SQLException {
        return pool.connection();
    }

    /// The pool, for readers.
    public DataSource dataSource() {
        return pool.dataSource();
    }

    @Override
    public void close() {
        pool.close();
    }
}

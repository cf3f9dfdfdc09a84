package io.millrace.moderation.desk.store;

import io.millrace.history.DatabasePool;
import io.millrace.history.DatabaseSettings;
import io.millrace.runtime.config.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/// The database of the desk, which is that of the archive. It opens whether or not the database is there.
/// Thread-safe.
public final class DeskDatabase implements AutoCloseable {

    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final int ATTEMPTS = 3;

    /// PostgreSQL's names for a serialization failure, a deadlock, and a key that another wrote at the same
    /// time.
    private static final Set<String> MET_ANOTHER = Set.of("40001", "40P01", "23505");

    private final DatabaseSettings settings;
    private final DatabasePool pool;
    private volatile boolean migrated;

    private DeskDatabase(DatabaseSettings settings, DatabasePool pool) {
        this.settings = settings;
        this.pool = pool;
    }

    /// Opens the pool.
    public static DeskDatabase open(DatabaseSettings settings) {
        return new DeskDatabase(settings, DatabasePool.open(settings, "moderation-desk", SILENCE));
    }

    /// Runs statements in one transaction, which is rolled back when they fail. When they met those of another
    /// transaction, they are run again.
    ///
    /// @throws SQLException when the database cannot do it now
    public <T extends @Nullable Object> T transaction(SqlWork<T> work) throws SQLException {
        migrate();
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (SQLException failure) {
                if (attempt == ATTEMPTS || !MET_ANOTHER.contains(String.valueOf(failure.getSQLState()))) {
                    throw failure;
                }
            }
        }
    }

    private <T extends @Nullable Object> T once(SqlWork<T> work) throws SQLException {
        try (Connection connection = pool.connection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                // Whatever it is: the switch back would commit what was done so far.
                rollback(connection, failure);
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    /// The pool, for readers of the archive.
    public DataSource archive() {
        return pool.dataSource();
    }

    @Override
    public void close() {
        pool.close();
    }

    /// Brings the tables up to date, once. Several processes may do so at the same time.
    private void migrate() throws SQLException {
        if (migrated) {
            return;
        }
        try {
            var _ = Flyway.configure()
                    // Not the pool: it takes several connections at once, and the pool may be smaller.
                    .dataSource(
                            settings.url(),
                            settings.user().orElse(null),
                            settings.password().map(Secret::value).orElse(null))
                    // The archive has its own tables there, with a history of their own.
                    .locations("classpath:db/migration/moderation")
                    .table("moderation_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load()
                    .migrate();
        } catch (FlywayException failure) {
            throw new SQLException("moderation tables cannot be brought up to date: " + failure.getMessage(), failure);
        }
        migrated = true;
    }

    private static void rollback(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            failure.addSuppressed(second);
        }
    }
}

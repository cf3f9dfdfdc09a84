package io.millrace.processor.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millrace.processor.config.ProcessorConfig.Database;
import io.millrace.runtime.config.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The pool of connections to the archive. It opens whether or not the database is there. Thread-safe.
public final class ArchiveDatabase implements AutoCloseable {

    /// Seconds after which a statement without an answer counts as a broken connection.
    private static final String SOCKET_TIMEOUT = "30";

    private final Database database;
    private final HikariDataSource pool;
    private volatile boolean migrated;

    private ArchiveDatabase(Database database, HikariDataSource pool) {
        this.database = database;
        this.pool = pool;
    }

    /// Opens the pool.
    public static ArchiveDatabase open(Database database) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("archive");
        config.setJdbcUrl(database.url());
        database.user().ifPresent(config::setUsername);
        database.password().ifPresent(secret -> config.setPassword(secret.value()));
        config.setMaximumPoolSize(database.connections());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(database.timeout().toMillis());
        config.setValidationTimeout(Math.min(1_000, database.timeout().toMillis()));
        // A database that is down must not keep the service from starting.
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", "message-processor");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty(
                "connectTimeout", Long.toString(Math.max(1, database.timeout().toSeconds())));
        config.addDataSourceProperty("socketTimeout", SOCKET_TIMEOUT);
        return new ArchiveDatabase(database, new HikariDataSource(config));
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
        return pool.getConnection();
    }

    /// The pool, for readers.
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        pool.close();
    }
}

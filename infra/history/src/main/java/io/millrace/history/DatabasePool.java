package io.millrace.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/// Connections to the archive. It opens whether or not the database is there. Thread-safe.
public final class DatabasePool implements AutoCloseable {

    private final HikariDataSource pool;

    private DatabasePool(HikariDataSource pool) {
        this.pool = pool;
    }

    /// Opens the pool.
    ///
    /// @param service by which name the database knows the connections
    /// @param silence after which a statement without an answer counts as a broken connection, at least 1 s
    public static DatabasePool open(DatabaseSettings database, String service, Duration silence) {
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
        config.addDataSourceProperty("ApplicationName", service);
        config.addDataSourceProperty("tcpKeepAlive", "true");
        config.addDataSourceProperty(
                "connectTimeout", Long.toString(Math.max(1, database.timeout().toSeconds())));
        config.addDataSourceProperty("socketTimeout", Long.toString(Math.max(1, silence.toSeconds())));
        return new DatabasePool(new HikariDataSource(config));
    }

    /// A connection out of the pool.
    ///
    /// @throws SQLException when none is free, or the database is not there, within the timeout
    public Connection connection() throws SQLException {
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

package io.millrace.testkit.postgres;

import io.millrace.embedded.EmbeddedPostgresServer;
import io.millrace.embedded.Ports;
import io.millrace.embedded.PostgresSettings;
import io.millrace.testkit.Restartable;
import io.millrace.testkit.TestRun;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// An empty database of one test or test class on the server that this JVM's tests share; dropped when it is closed,
/// whoever is connected. The server starts with the first database and ends with the JVM. Thread-safe.
public final class PostgresDatabase implements AutoCloseable {

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final EmbeddedPostgresServer server;
    private final String name;

    private PostgresDatabase(EmbeddedPostgresServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /// Creates an empty database.
    public static PostgresDatabase create() {
        EmbeddedPostgresServer server = Shared.SERVER;
        String name = "test_" + NAMES.incrementAndGet();
        server.createDatabase(name);
        return new PostgresDatabase(server, name);
    }

    /// A server of the test's own with these databases, not started yet, that keeps its port and its rows from one
    /// start
    /// to the next.
    public static Restartable<EmbeddedPostgresServer> restartableServer(String... databases) {
        PostgresSettings settings = PostgresSettings.durable(TestRun.newFolder("postgres"))
                .withPort(Ports.free())
                .withDatabases(databases)
                // It keeps its rows because it is stopped cleanly; nothing here has to survive a power failure.
                .with("fsync", "off")
                .with("full_page_writes", "off");
        return TestRun.closeAtEnd(new Restartable<>(() -> EmbeddedPostgresServer.launch(settings)));
    }

    /// The database's URL with its user; any password is accepted.
    public String jdbcUrl() {
        return server.jdbcUrl(name);
    }

    /// The database's name, which is its owner's name too.
    public String name() {
        return name;
    }

    /// A new connection as the owner, for the test to close.
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl());
    }

    /// Connections as the owner, without a pool.
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(jdbcUrl());
        return source;
    }

    @Override
    public void close() {
        server.dropDatabase(name);
    }

    private static final class Shared {
        private static final EmbeddedPostgresServer SERVER = TestRun.closeAtEnd(
                EmbeddedPostgresServer.launch(PostgresSettings.ephemeral(TestRun.newFolder("postgres"))));
    }
}

package io.millrace.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One PostgreSQL server as a process of its own, from the binaries on the class path. Runs as root too,
/// where user namespaces are allowed.
///
/// `launch` returns when the server takes connections and has the databases asked for. It listens on the
/// loopback address only and trusts whoever connects from there: it is for one machine with one user. A
/// server that an earlier, killed owner left running on the same folder is stopped first. Its log is
/// `postgres.log` in the folder. All methods may be called from any thread.
public final class EmbeddedPostgresServer implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedPostgresServer.class);
    private static final Duration AFTER_STOP = Duration.ofSeconds(5);

    private final PostgresSettings settings;
    private final FolderLock lock;
    private final EmbeddedPostgres postgres;
    private final ProcessHandle process;
    private final CompletableFuture<EmbeddedServerException> failure;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgresServer(
            PostgresSettings settings, FolderLock lock, EmbeddedPostgres postgres, ProcessHandle process) {
        this.settings = settings;
        this.lock = lock;
        this.postgres = postgres;
        this.process = process;
        this.failure = process.onExit().thenCompose(ended -> whenEnded());
    }

    /// Launches a server.
    ///
    /// @throws EmbeddedServerException when the port is taken, the folder is in use or the server does not
    ///     start
    public static EmbeddedPostgresServer launch(PostgresSettings settings) {
        FolderLock lock = FolderLock.take(settings.folder(), "PostgreSQL");
        try {
            Postmaster.stopLeftover(settings.dataDirectory());
            deleteUnfinished(settings.dataDirectory());
            int port = settings.port() == 0 ? Ports.free() : settings.port();
            Ports.requireFree(port, "PostgreSQL");
            return start(settings, port, lock);
        } catch (RuntimeException | Error failure) {
            lock.close();
            throw failure;
        }
    }

    /// Stops the server that an owner which was killed has left running on the folder; `launch` does so by
    /// itself.
    public static void stopLeftover(Path folder) {
        Postmaster.stopLeftover(PostgresSettings.durable(folder).dataDirectory());
    }

    private static EmbeddedPostgresServer start(PostgresSettings settings, int port, FolderLock lock) {
        try {
            EmbeddedPostgres postgres = startProcess(settings, port);
            EmbeddedPostgresServer server =
                    new EmbeddedPostgresServer(settings, lock, postgres, ownProcess(settings, postgres));
            settings.databases().forEach(server::createDatabase);
            return server;
        } catch (IOException | SQLException | RuntimeException failure) {
            EmbeddedServerException told = new EmbeddedServerException(
                    "PostgreSQL did not start on port " + port + " with the data in " + settings.folder() + ": "
                            + failure.getMessage() + LogTail.of(settings.log()),
                    failure);
            try {
                Postmaster.find(settings.dataDirectory()).ifPresent(Postmaster::stop);
            } catch (RuntimeException second) {
                told.addSuppressed(second);
            }
            throw told;
        }
    }

    private static EmbeddedPostgres startProcess(PostgresSettings settings, int port) throws IOException {
        Files.deleteIfExists(settings.log());
        // The library's lock, which it keeps when its server has died; ours covers the folder.
        Files.deleteIfExists(settings.dataDirectory().resolve("epg-lock"));
        ProcessBuilder.Redirect log =
                ProcessBuilder.Redirect.appendTo(settings.log().toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(settings.dataDirectory())
                .setCleanDataDirectory(false)
                .setPort(port)
                .setPGStartupWait(settings.startDeadline())
                .setLocaleConfig("locale", "C")
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                // The owner closes in its own order; a hook of the library would run beside that.
                .setRegisterShutdownHook(false);
        settings.serverConfig().forEach(builder::setServerConfig);
        return builder.start();
    }

    /// Something answers on the port: it is ours only when it works in our folder.
    private static ProcessHandle ownProcess(PostgresSettings settings, EmbeddedPostgres postgres)
            throws IOException, SQLException {
        Path answered;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show data_directory")) {
            result.next();
            answered = Path.of(result.getString(1));
        }
        if (!answered.toRealPath().equals(settings.dataDirectory().toRealPath())) {
            throw new EmbeddedServerException("port " + postgres.getPort()
                    + " is answered by another PostgreSQL server, with its data in " + answered);
        }
        return Postmaster.find(settings.dataDirectory())
                .orElseThrow(() -> new EmbeddedServerException("its process is not to be found"));
    }

    /// A data directory in which no server has ever run is the rest of an initialisation that was cut off.
    private static void deleteUnfinished(Path dataDirectory) {
        if (Files.exists(dataDirectory) && !Files.exists(dataDirectory.resolve("postmaster.opts"))) {
            LOGGER.atWarn().addKeyValue("folder", dataDirectory).log("starting over with an unfinished data folder");
            Folders.delete(dataDirectory);
        }
    }

    /// The port that clients connect to.
    public int port() {
        return postgres.getPort();
    }

    /// The server's main process, whose children serve the connections.
    public ProcessHandle process() {
        return process;
    }

    /// The URL of a database, as its owner: the role of the same name. Any password is accepted.
    public String jdbcUrl(String database) {
        PostgresSettings.requireDatabaseName(database);
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database + "?user=" + database;
    }

    /// Creates a database and the role of the same name that owns it; what exists already is left alone.
    ///
    /// @throws EmbeddedServerException when the server refuses
    public void createDatabase(String name) {
        PostgresSettings.requireDatabaseName(name);
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "select from pg_roles where rolname = '" + name + "'")) {
                statement.execute("create role " + quoted(name) + " login");
            }
            if (!exists(statement, "select from pg_database where datname = '" + name + "'")) {
                statement.execute("create database " + quoted(name) + " owner " + quoted(name));
            }
        } catch (SQLException failure) {
            throw new EmbeddedServerException(
                    "Database " + name + " cannot be created on port " + port() + ": " + failure.getMessage(), failure);
        }
    }

    /// Drops a database and its role, cutting off whoever is connected; what does not exist is left alone.
    ///
    /// @throws EmbeddedServerException when the server refuses
    public void dropDatabase(String name) {
        PostgresSettings.requireDatabaseName(name);
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + quoted(name) + " with (force)");
            statement.execute("drop role if exists " + quoted(name));
        } catch (SQLException failure) {
            throw new EmbeddedServerException(
                    "Database " + name + " cannot be dropped on port " + port() + ": " + failure.getMessage(), failure);
        }
    }

    /// Completes when the server's process has ended without being closed, up to five seconds later.
    public CompletableFuture<EmbeddedServerException> failure() {
        return failure.copy();
    }

    /// Stays open after `close`: a process that was asked to end has not failed.
    private CompletableFuture<EmbeddedServerException> whenEnded() {
        return closed.get()
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(new EmbeddedServerException(
                        "PostgreSQL on port " + port() + " has ended by itself" + LogTail.of(settings.log())));
    }

    /// Stops the server and, when it is ephemeral, deletes its data; the second call does nothing.
    ///
    /// @throws EmbeddedServerException when it has not stopped within 25 seconds
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            stop();
            if (!settings.durable()) {
                Folders.delete(settings.dataDirectory());
            }
        } catch (IOException failure) {
            throw new EmbeddedServerException("PostgreSQL on port " + port() + " was not closed cleanly", failure);
        } finally {
            lock.close();
        }
    }

    /// The library waits five seconds and then only logs.
    private void stop() throws IOException {
        if (!ProcessEnd.hasCome(process)) {
            postgres.close();
            if (!ProcessEnd.await(process, AFTER_STOP)) {
                Postmaster.stop(process);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            return result.next();
        }
    }

    /// Names are checked to need no escaping; the quotes keep words such as `user` from being keywords.
    private static String quoted(String name) {
        return '"' + name + '"';
    }
}

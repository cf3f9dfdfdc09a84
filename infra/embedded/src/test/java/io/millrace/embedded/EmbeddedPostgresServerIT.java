package io.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class EmbeddedPostgresServerIT {

    @TempDir
    Path folder;

    @Test
    void rowsOfADurableServerSurviveARestart() throws Exception {
        PostgresSettings settings = PostgresSettings.durable(folder).withDatabases("millrace", "registry");
        int port;
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.launch(settings)) {
            port = server.port();
            execute(server, "create table kept (value text)");
            execute(server, "insert into kept values ('one')");
        }

        try (EmbeddedPostgresServer again = EmbeddedPostgresServer.launch(settings.withPort(port))) {
            assertThat(again.port()).isEqualTo(port);
            assertThat(query(again, "millrace", "select value from kept")).isEqualTo("one");
            assertThat(query(again, "registry", "select current_user")).isEqualTo("registry");
            assertThat(query(again, "millrace", "show fsync")).isEqualTo("on");
            assertThat(query(again, "millrace", "show synchronous_commit")).isEqualTo("on");
        }
    }

    @Test
    void serverLeftByAKilledJvmIsReplacedAndKeepsItsRows() throws Exception {
        int leftPort;
        ProcessHandle left;
        try (ChildJvm child = ChildJvm.start(folder, "postgres")) {
            leftPort = Integer.parseInt(child.awaitReady().getFirst().substring("postgres=".length()));
            try (Connection connection = DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:" + leftPort + "/millrace?user=millrace");
                    Statement statement = connection.createStatement()) {
                statement.execute("create table kept as select 'one' as value");
            }
            child.kill();
            left = Postmaster.find(folder.resolve("postgres/data")).orElseThrow();
        }

        Path otherName = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("postgres"));
        try (EmbeddedPostgresServer again = EmbeddedPostgresServer.launch(PostgresSettings.durable(otherName))) {
            assertThat(ProcessEnd.hasCome(left)).isTrue();
            assertThat(Ports.isFree(leftPort)).isTrue();
            assertThat(query(again, "millrace", "select value from kept")).isEqualTo("one");
        }
    }

    @Test
    void serverThatWasKilledComesBackWithWhatItHadCommitted() throws Exception {
        PostgresSettings settings = PostgresSettings.durable(folder).withDatabases("millrace");
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.launch(settings)) {
            execute(server, "create table kept as select 'one' as value");
            Postmaster.find(settings.dataDirectory()).orElseThrow().destroyForcibly();
        }

        try (EmbeddedPostgresServer again = EmbeddedPostgresServer.launch(settings)) {
            assertThat(query(again, "millrace", "select value from kept")).isEqualTo("one");
        }
    }

    @Test
    void pidFileOfADeadRunWithAReusedNumberIsNoObstacle() throws Exception {
        PostgresSettings settings = PostgresSettings.durable(folder).withDatabases("millrace");
        EmbeddedPostgresServer.launch(settings).close();
        // This JVM's own number: a process that lives and is no PostgreSQL.
        Files.writeString(
                settings.dataDirectory().resolve("postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + settings.dataDirectory() + "\n");

        try (EmbeddedPostgresServer again = EmbeddedPostgresServer.launch(settings)) {
            assertThat(query(again, "millrace", "select 1")).isEqualTo("1");
        }
    }

    @Test
    void initialisationThatWasCutOffIsDoneAgain() throws Exception {
        PostgresSettings settings = PostgresSettings.ephemeral(folder).withDatabases("millrace");
        Files.createDirectories(settings.dataDirectory().resolve("base"));
        Files.writeString(settings.dataDirectory().resolve("postgresql.conf"), "");

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.launch(settings)) {
            assertThat(query(server, "millrace", "select 1")).isEqualTo("1");
        }
    }

    @Test
    void ephemeralServerLeavesNothing() throws Exception {
        EmbeddedPostgresServer server = EmbeddedPostgresServer.launch(
                PostgresSettings.ephemeral(folder).withDatabases("millrace").with("work_mem", "1MB"));
        String sync = query(server, "millrace", "show fsync");
        String memory = query(server, "millrace", "show work_mem");

        server.close();
        server.close();

        assertThat(sync).isEqualTo("off");
        assertThat(memory).isEqualTo("1MB");
        assertThat(server.failure()).isNotDone();
        assertThat(Ports.isFree(server.port())).isTrue();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void databasesComeAndGoWhileTheServerRuns() throws Exception {
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.launch(PostgresSettings.ephemeral(folder))) {
            server.createDatabase("user");
            server.createDatabase("user");
            assertThat(query(server, "user", "select current_database()")).isEqualTo("user");

            try (Connection connected = DriverManager.getConnection(server.jdbcUrl("user"))) {
                server.dropDatabase("user");
                assertThat(connected.isValid(5)).isFalse();
            }
            assertThatThrownBy(() -> query(server, "user", "select 1")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> server.createDatabase("a\"; drop role postgres; --"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void serverThatEndsByItselfIsAFailureWithTheEndOfItsLog() throws Exception {
        PostgresSettings settings = PostgresSettings.ephemeral(folder);
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.launch(settings)) {
            Postmaster.stop(Postmaster.find(settings.dataDirectory()).orElseThrow());

            assertThat(server.failure().get(10, TimeUnit.SECONDS))
                    .hasMessageContaining("PostgreSQL on port " + server.port() + " has ended by itself")
                    .hasMessageContaining("database system is shut down");
        }
    }

    @Test
    void serverThatCannotStartSaysWhy() {
        PostgresSettings settings = PostgresSettings.ephemeral(folder).with("shared_buffers", "plenty");

        assertThatThrownBy(() -> EmbeddedPostgresServer.launch(settings.withStartDeadline(Duration.ofSeconds(3))))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("invalid value for parameter \"shared_buffers\"");
    }

    @Test
    void takenPortIsNamed() throws Exception {
        try (ServerSocket other = new ServerSocket()) {
            other.bind(new InetSocketAddress(Ports.loopback(), 0));
            PostgresSettings settings = PostgresSettings.ephemeral(folder).withPort(other.getLocalPort());

            assertThatThrownBy(() -> EmbeddedPostgresServer.launch(settings))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage("PostgreSQL cannot listen on port " + other.getLocalPort()
                            + " of 127.0.0.1: the port is taken by another program");
        }
    }

    @Test
    void folderInUseIsNamedAndItsServerGoesOn() throws Exception {
        PostgresSettings settings = PostgresSettings.ephemeral(folder).withDatabases("millrace");
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.launch(settings)) {
            assertThatThrownBy(() -> EmbeddedPostgresServer.launch(settings))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessage("PostgreSQL cannot use the folder " + folder + ": another Millrace is running on it");
            assertThat(query(server, "millrace", "select 1")).isEqualTo("1");
        }
    }

    private static void execute(EmbeddedPostgresServer server, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl("millrace"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgresServer server, String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}

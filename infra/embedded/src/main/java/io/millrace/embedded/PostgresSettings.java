package io.millrace.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// How an [EmbeddedPostgresServer] is set up. Port 0 takes a free one. Each database gets a role of its own name that
/// owns it. `parameters` are those of `postgresql.conf`; a value holds no spaces.
public record PostgresSettings(
        Path folder,
        int port,
        boolean durable,
        Duration startDeadline,
        List<String> databases,
        Map<String, String> parameters) {

    /// Lower case, so that the name means the same with and without quotes.
    private static final Pattern DATABASE = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    private static final Map<String, String> SMALL = Map.of(
            "max_connections", "100",
            "shared_buffers", "32MB",
            "jit", "off",
            // Nothing is replicated from here: no workers and no extra write-ahead log for it.
            "wal_level", "minimal",
            "max_wal_senders", "0",
            "max_logical_replication_workers", "0",
            "io_method", "sync",
            "unix_socket_directories", "");

    public PostgresSettings {
        folder = folder.toAbsolutePath().normalize();
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be between 0 and 65535, is " + port);
        }
        databases.forEach(PostgresSettings::requireDatabaseName);
        databases = List.copyOf(databases);
        parameters = Map.copyOf(parameters);
    }

    /// A server that keeps what it has acknowledged, power failures included.
    public static PostgresSettings durable(Path folder) {
        return new PostgresSettings(folder, 0, true, START_DEADLINE, List.of(), Map.of());
    }

    /// A server for tests: fast, never synced to disk, its data deleted when it is closed.
    public static PostgresSettings ephemeral(Path folder) {
        return new PostgresSettings(folder, 0, false, START_DEADLINE, List.of(), Map.of());
    }

    /// The same server on this port.
    public PostgresSettings withPort(int port) {
        return new PostgresSettings(folder, port, durable, startDeadline, databases, parameters);
    }

    /// The same server, given up when it does not take connections within this time. The first start of all also
    /// unpacks and initialises, which is not counted.
    public PostgresSettings withStartDeadline(Duration startDeadline) {
        return new PostgresSettings(folder, port, durable, startDeadline, databases, parameters);
    }

    /// The same server with more databases that exist when it is up.
    public PostgresSettings withDatabases(String... names) {
        List<String> more =
                Stream.concat(databases.stream(), Stream.of(names)).distinct().toList();
        return new PostgresSettings(folder, port, durable, startDeadline, more, parameters);
    }

    /// The same server with one parameter set.
    public PostgresSettings with(String parameter, String value) {
        Map<String, String> more = new HashMap<>(parameters);
        more.put(parameter, value);
        return new PostgresSettings(folder, port, durable, startDeadline, databases, more);
    }

    Map<String, String> serverConfig() {
        String sync = durable ? "on" : "off";
        Map<String, String> config = new HashMap<>(SMALL);
        config.put("fsync", sync);
        config.put("synchronous_commit", sync);
        config.put("full_page_writes", sync);
        config.putAll(parameters);
        return config;
    }

    static void requireDatabaseName(String name) {
        if (!DATABASE.matcher(name).matches()) {
            throw new IllegalArgumentException("database name must match " + DATABASE + ", is '" + name + "'");
        }
    }

    Path dataDirectory() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("postgres.log");
    }
}

package io.millrace.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// How a [RegistryServer] is set up. The folder holds its log, its pid file and nothing that lasts. Port 0 takes a free
/// one. `properties` are Apicurio's and Quarkus's own.
public record RegistrySettings(
        Path folder, int port, RegistryStorage storage, Duration startDeadline, Map<String, String> properties) {

    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    public RegistrySettings {
        folder = folder.toAbsolutePath().normalize();
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be between 0 and 65535, is " + port);
        }
        properties = Map.copyOf(properties);
    }

    /// A registry on a free port that forgets its schemas when it stops.
    public static RegistrySettings inMemory(Path folder) {
        return new RegistrySettings(folder, 0, new RegistryStorage.InMemory(), START_DEADLINE, Map.of());
    }

    /// A registry on a free port with its schemas in a database.
    public static RegistrySettings stored(Path folder, RegistryStorage storage) {
        return new RegistrySettings(folder, 0, storage, START_DEADLINE, Map.of());
    }

    /// The same registry on this port.
    public RegistrySettings withPort(int port) {
        return new RegistrySettings(folder, port, storage, startDeadline, properties);
    }

    /// The same registry, given up when it does not answer within this time.
    public RegistrySettings withStartDeadline(Duration startDeadline) {
        return new RegistrySettings(folder, port, storage, startDeadline, properties);
    }

    /// The same registry with one property set.
    public RegistrySettings with(String property, String value) {
        Map<String, String> more = new HashMap<>(properties);
        more.put(property, value);
        return new RegistrySettings(folder, port, storage, startDeadline, more);
    }

    Map<String, String> systemProperties(int boundPort, int managementPort) {
        Map<String, String> all = new HashMap<>();
        all.put("quarkus.http.host", "127.0.0.1");
        all.put("quarkus.http.port", Integer.toString(boundPort));
        // Health and metrics would listen on every address of the machine, port 9000.
        all.put("quarkus.management.host", "127.0.0.1");
        all.put("quarkus.management.port", Integer.toString(managementPort));
        all.put("quarkus.banner.enabled", "false");
        all.put("quarkus.http.access-log.enabled", "false");
        // One developer or one test run; the defaults open 20 connections at once and up to 100.
        all.put("apicurio.datasource.jdbc.initial-size", "1");
        all.put("apicurio.datasource.jdbc.min-size", "1");
        all.put("apicurio.datasource.jdbc.max-size", "8");
        all.putAll(properties);
        return all;
    }

    Path log() {
        return folder.resolve("registry.log");
    }
}

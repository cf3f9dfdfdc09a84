package io.millrace.embedded;

import java.util.Map;

/// Where a [RegistryServer] keeps its schemas.
public sealed interface RegistryStorage {

    /// In the registry's memory: gone when it stops.
    record InMemory() implements RegistryStorage {}

    /// In a PostgreSQL database of its own, whose tables the registry creates.
    record Postgres(String jdbcUrl, String username, String password) implements RegistryStorage {

        /// A database of an embedded server, as its owner.
        public static Postgres in(EmbeddedPostgresServer server, String database) {
            return new Postgres(server.jdbcUrl(database), database, database);
        }

        @Override
        public String toString() {
            return "Postgres[jdbcUrl=" + jdbcUrl + ", username=" + username + ", password=[redacted]]";
        }
    }

    /// What the registry's process finds in its environment; not arguments, which every user of the machine can list.
    default Map<String, String> environment() {
        return switch (this) {
            case InMemory() -> Map.of();
            case Postgres(String jdbcUrl, String username, String password) ->
                Map.of(
                        "APICURIO_STORAGE_KIND", "sql",
                        "APICURIO_STORAGE_SQL_KIND", "postgresql",
                        "APICURIO_DATASOURCE_URL", jdbcUrl,
                        "APICURIO_DATASOURCE_USERNAME", username,
                        "APICURIO_DATASOURCE_PASSWORD", password);
        };
    }
}

package io.millrace.moderation.desk.store;

import io.millrace.testkit.postgres.PostgresDatabase;
import org.flywaydb.core.Flyway;

/// The tables of the archive beside those of the desk, as message-processor makes them.
public final class ArchiveTables {

    private ArchiveTables() {}

    /// Makes them.
    public static void createIn(PostgresDatabase database) {
        var _ = Flyway.configure()
                .dataSource(database.dataSource())
                .locations("classpath:db/migration/archive")
                .table("archive_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }
}

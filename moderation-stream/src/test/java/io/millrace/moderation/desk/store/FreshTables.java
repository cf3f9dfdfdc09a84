package io.millrace.moderation.desk.store;

import io.millrace.history.DatabaseSettings;
import io.millrace.serde.GeneratedRecords;
import io.millrace.testkit.postgres.PostgresDatabase;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A database for one test, with the tables of the desk; it goes when the test is over.
public final class FreshTables implements AfterEachCallback {

    static {
        GeneratedRecords.trust();
    }

    private final PostgresDatabase postgres = PostgresDatabase.create();
    private final DeskDatabase database = DeskDatabase.open(
            new DatabaseSettings(postgres.jdbcUrl(), Optional.empty(), Optional.empty(), 4, Duration.ofSeconds(5)));

    /// As the desk sees it.
    public DeskDatabase database() {
        return database;
    }

    /// As its server sees it.
    public PostgresDatabase postgres() {
        return postgres;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        database.close();
        postgres.close();
    }
}

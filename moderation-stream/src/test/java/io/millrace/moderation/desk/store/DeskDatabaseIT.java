package io.millrace.moderation.desk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.history.DatabaseSettings;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.testkit.postgres.PostgresDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DeskDatabaseIT {

    private final PostgresDatabase postgres = PostgresDatabase.create();
    private final DeskDatabase database = DeskDatabase.open(
            new DatabaseSettings(postgres.jdbcUrl(), Optional.empty(), Optional.empty(), 2, Duration.ofSeconds(5)));

    @AfterEach
    void close() {
        database.close();
        postgres.close();
    }

    @Test
    void workThatEndsInAnErrorLeavesNothingBehind() throws Exception {
        Instant now = Instant.now();
        Lockdown lockdown = new Lockdown("chat:r", now, now.plusSeconds(3600), "joins", 50, "raid");

        assertThatThrownBy(() -> database.transaction(connection -> {
                    LockdownTable.put(connection, lockdown);
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);

        assertThat(database.<List<Lockdown>>transaction(connection -> LockdownTable.active(connection, 10)))
                .isEmpty();
    }
}

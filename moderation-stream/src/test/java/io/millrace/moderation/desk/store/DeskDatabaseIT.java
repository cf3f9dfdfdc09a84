package io.millrace.moderation.desk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schema.moderation.Lockdown;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class DeskDatabaseIT {

    @RegisterExtension
    final FreshTables tables = new FreshTables();

    private final DeskDatabase database = tables.database();

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

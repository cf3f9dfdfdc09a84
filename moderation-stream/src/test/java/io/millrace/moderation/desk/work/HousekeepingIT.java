package io.millrace.moderation.desk.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.history.DatabaseSettings;
import io.millrace.moderation.desk.store.DeskDatabase;
import io.millrace.moderation.desk.store.Outbox;
import io.millrace.moderation.desk.store.OutgoingRecord;
import io.millrace.moderation.desk.store.SanctionTable;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import io.millrace.testkit.postgres.PostgresDatabase;
import io.millrace.topic.Topics;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HousekeepingIT {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final PostgresDatabase postgres = PostgresDatabase.create();
    private final DeskDatabase database = DeskDatabase.open(
            new DatabaseSettings(postgres.jdbcUrl(), Optional.empty(), Optional.empty(), 2, Duration.ofSeconds(5)));

    @AfterEach
    void close() {
        database.close();
        postgres.close();
    }

    @Test
    void sanctionsThatAreOverForLongLeaveTheirTopicUnlessSomebodyEndedThem() throws SQLException {
        List<OutgoingRecord> outgoing = database.transaction(connection -> {
            SanctionTable.add(connection, sanction("over", NOON.minusSeconds(1)));
            SanctionTable.add(connection, sanction("ended", NOON.minusSeconds(1)));
            SanctionTable.end(connection, "ended", "ann", NOON.minusSeconds(2));
            SanctionTable.add(connection, sanction("recent", NOON.plusSeconds(1)));
            SanctionTable.add(connection, sanction("endless", null));

            Housekeeping.purge(connection, NOON);

            return Outbox.oldest(connection, 10).stream()
                    .map(Outbox.Waiting::outgoing)
                    .toList();
        });

        assertThat(outgoing).containsExactly(new OutgoingRecord(Topics.MODERATION_SANCTIONS.name(), "over", null));
        assertThat(left()).containsExactlyInAnyOrder("recent", "endless");
    }

    private List<String> left() throws SQLException {
        return database
                .transaction(connection -> SanctionTable.list(connection, Optional.of("alice"), false, null, 10))
                .stream()
                .map(row -> row.sanction().getId())
                .toList();
    }

    private static Sanction sanction(String id, @Nullable Instant until) {
        return new Sanction(
                id, "alice", "", SanctionKind.TIMEOUT, 0L, NOON.minusSeconds(60), until, "", "escalation", "m");
    }
}

package io.millrace.moderation.desk.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.desk.review.Review;
import io.millrace.moderation.desk.review.ReviewAction;
import io.millrace.moderation.desk.review.ReviewState;
import io.millrace.moderation.desk.store.DeskDatabase;
import io.millrace.moderation.desk.store.FreshTables;
import io.millrace.moderation.desk.store.LockdownTable;
import io.millrace.moderation.desk.store.Outbox;
import io.millrace.moderation.desk.store.OutgoingRecord;
import io.millrace.moderation.desk.store.ReviewTable;
import io.millrace.moderation.desk.store.SanctionTable;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.moderation.Lockdown;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.registry.SchemaRegistry;
import io.millrace.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a moderation that crashed writes once more.
@Timeout(120)
class ReceptionIT {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String USER = "mallory";

    @RegisterExtension
    final FreshTables tables = new FreshTables();

    private final DeskDatabase database = tables.database();
    private final DeskRecords records = new DeskRecords(
            new AvroSerdes(RegistrySettings.at(SchemaRegistry.shared().url())));
    private final Reception reception = new Reception(records, () -> NOON);

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void rulingOfAHeldMessageIsToldAgainWhenItIsHeldAgain() throws SQLException {
        decided(ReviewAction.APPROVE);

        run(connection -> reception.review(connection, USER, held("text", NOON.minusSeconds(60))));
        run(connection -> reception.review(connection, USER, held("text", NOON.plusSeconds(60))));

        assertThat(outgoing())
                .hasSize(2)
                .allMatch(record -> record.topic().equals(Topics.MODERATION_RULINGS.name()))
                .allMatch(record -> record.key().equals(USER));
    }

    @Test
    void anotherMessageUnderTheIdOfADecidedOneWaitsForADecisionOfItsOwn() throws SQLException {
        decided(ReviewAction.REMOVE);
        ReviewItem other = held("other", NOON.plusSeconds(60));
        other.setFormat(PayloadFormat.BINARY);

        run(connection -> reception.review(connection, USER, other));

        Review asked = database.<Review>transaction(
                connection -> ReviewTable.find(connection, "held").orElseThrow());
        assertThat(outgoing()).isEmpty();
        assertThat(asked.state()).isEqualTo(new ReviewState.Open());
        assertThat(asked.item().getData()).isEqualTo(other.getData());
        assertThat(asked.item().getFormat()).isEqualTo(PayloadFormat.BINARY);
    }

    /// A desk that was away reads both together.
    @Test
    void messageThatIsHeldAnewBeforeTheEndOfTheFirstWasNotedWaitsAnew() throws SQLException {
        ReviewItem first = held("text", NOON.minusSeconds(600));
        first.setExpiresAt(NOON.minusSeconds(300));
        ReviewItem second = held("text", NOON.minusSeconds(60));
        second.setExpiresAt(NOON.plusSeconds(240));

        run(connection -> {
            reception.review(connection, USER, first);
            reception.review(connection, USER, second);
            reception.review(connection, USER, first);
        });

        Review asked = database.<Review>transaction(
                connection -> ReviewTable.find(connection, "held").orElseThrow());
        assertThat(asked.state()).isEqualTo(new ReviewState.Open());
        assertThat(asked.item().getAt()).isEqualTo(second.getAt());
        assertThat(asked.item().getExpiresAt()).isEqualTo(second.getExpiresAt());
    }

    @Test
    void sanctionThatComesBackBehindItsEndIsEndedAgain() throws SQLException {
        run(connection -> {
            reception.sanction(connection, muted(NOON.minusSeconds(60)));
            SanctionTable.end(connection, "s", "ann", NOON);
            // The end was not read yet, so that it still stands behind this one.
            reception.sanction(connection, muted(NOON.minusSeconds(60)));
            SanctionTable.went(connection, "s", NOON);
        });
        List<OutgoingRecord> before = outgoing();

        run(connection -> reception.sanction(connection, muted(NOON.minusSeconds(60))));

        assertThat(before).isEmpty();
        assertThat(outgoing()).containsExactly(new OutgoingRecord(Topics.MODERATION_SANCTIONS.name(), "s", null));
    }

    @Test
    void sanctionThatIsGivenOnceMoreHolds() throws SQLException {
        run(connection -> {
            reception.sanction(connection, muted(NOON.minusSeconds(60)));
            SanctionTable.went(connection, "s", NOON);
        });

        run(connection -> reception.sanction(connection, muted(NOON.plusSeconds(60))));

        boolean active = database.<Boolean>transaction(
                connection -> SanctionTable.find(connection, "s").orElseThrow().isActive(NOON.plusSeconds(61)));
        assertThat(outgoing()).isEmpty();
        assertThat(active).isTrue();
    }

    @Test
    void lockdownThatMeetsTheEndOfTheOneBeforeIsWrittenAgain() throws SQLException {
        run(connection -> {
            reception.lockdown(connection, lockdown(NOON.minusSeconds(60)));
            var _ = LockdownTable.purge(connection, NOON);
        });

        run(connection -> reception.lockdown(connection, lockdown(NOON.plusSeconds(600))));
        run(connection -> reception.lockdown(connection, lockdown(NOON.plusSeconds(600))));

        assertThat(outgoing()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo(Topics.MODERATION_LOCKDOWNS.name());
            assertThat(record.key()).isEqualTo("chat:r");
            assertThat(record.value()).isNotNull();
        });
    }

    private void decided(ReviewAction action) throws SQLException {
        run(connection -> {
            reception.review(connection, USER, held("text", NOON.minusSeconds(60)));
            ReviewState resolved = new ReviewState.Resolved("ann", NOON, action, "");
            ReviewTable.save(
                    connection,
                    ReviewTable.find(connection, "held").orElseThrow().in(resolved));
        });
    }

    private static Sanction muted(Instant from) {
        return new Sanction("s", USER, "", SanctionKind.MUTE, 0L, from, null, "", "escalation", "m");
    }

    private static Lockdown lockdown(Instant until) {
        return new Lockdown("chat:r", NOON.minusSeconds(3600), until, "joins", 50, "raid");
    }

    private static ReviewItem held(String text, Instant at) {
        return ReviewItem.newBuilder()
                .setId("held")
                .setKind(ReviewKind.HELD)
                .setMessageId("m")
                .setRoom("chat:r")
                .setUser(USER)
                .setData(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
                .setFormat(PayloadFormat.JSON)
                .setAt(at)
                .build();
    }

    private interface Work {
        void run(Connection connection) throws SQLException;
    }

    private void run(Work work) throws SQLException {
        database.transaction(connection -> {
            work.run(connection);
            return null;
        });
    }

    private List<OutgoingRecord> outgoing() throws SQLException {
        return database.<List<Outbox.Waiting>>transaction(connection -> Outbox.oldest(connection, 10)).stream()
                .map(Outbox.Waiting::outgoing)
                .toList();
    }
}

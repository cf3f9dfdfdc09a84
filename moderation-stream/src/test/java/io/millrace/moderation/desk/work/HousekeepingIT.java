package io.millrace.moderation.desk.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.desk.review.Review;
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
import io.millrace.topic.Topics;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HousekeepingIT {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension
    final FreshTables tables = new FreshTables();

    private final DeskDatabase database = tables.database();

    @Test
    void sanctionsThatAreOverForLongLeaveTheirTopicUnlessTheyAreGoneFromIt() throws SQLException {
        List<OutgoingRecord> outgoing = database.transaction(connection -> {
            SanctionTable.add(connection, sanction("over", NOON.minusSeconds(1)));
            SanctionTable.add(connection, sanction("ended", NOON.minusSeconds(1)));
            SanctionTable.end(connection, "ended", "ann", NOON.minusSeconds(2));
            SanctionTable.went(connection, "ended", NOON.minusSeconds(1));
            SanctionTable.add(connection, sanction("recent", NOON.plusSeconds(1)));
            SanctionTable.add(connection, sanction("endless", null));
            SanctionTable.add(connection, sanction("again", NOON.minusSeconds(30)));
            SanctionTable.end(connection, "again", "ann", NOON.minusSeconds(50));
            SanctionTable.add(connection, given("again", NOON.minusSeconds(40), NOON.plusSeconds(60)));

            var _ = Housekeeping.purge(connection, NOON);

            return Outbox.oldest(connection, 10).stream()
                    .map(Outbox.Waiting::outgoing)
                    .toList();
        });

        assertThat(outgoing).containsExactly(new OutgoingRecord(Topics.MODERATION_SANCTIONS.name(), "over", null));
        assertThat(left()).containsExactlyInAnyOrder("recent", "endless", "again");
    }

    @Test
    void lockdownsThatAreOverForLongLeaveTheirTopic() throws SQLException {
        List<OutgoingRecord> outgoing = database.transaction(connection -> {
            LockdownTable.put(connection, lockdown("chat:over", NOON.minusSeconds(1)));
            LockdownTable.put(connection, lockdown("chat:recent", NOON.plusSeconds(1)));

            var _ = Housekeeping.purge(connection, NOON);
            var _ = Housekeeping.purge(connection, NOON);

            return Outbox.oldest(connection, 10).stream()
                    .map(Outbox.Waiting::outgoing)
                    .toList();
        });

        assertThat(outgoing).containsExactly(new OutgoingRecord(Topics.MODERATION_LOCKDOWNS.name(), "chat:over", null));
    }

    @Test
    void itemsThatNobodyEverDecidesAreDeletedAndCounted() throws SQLException {
        int deleted = database.<Integer>transaction(connection -> {
            ReviewItem.Builder old = item("old", NOON.minusSeconds(1));
            ReviewTable.add(connection, "u", old.build());
            ReviewTable.add(
                    connection,
                    "u",
                    old.setId("ends").setExpiresAt(NOON.plusSeconds(60)).build());
            ReviewTable.add(connection, "u", item("new", NOON.plusSeconds(1)).build());
            ReviewTable.add(
                    connection, "u", item("claimed", NOON.minusSeconds(1)).build());
            Review claimed = ReviewTable.find(connection, "claimed").orElseThrow();
            Instant later = Instant.now().plusSeconds(600);
            ReviewTable.save(connection, claimed.in(new ReviewState.Claimed("ann", later)));

            return Housekeeping.purge(connection, NOON);
        });

        List<Review> left = database.transaction(
                connection -> ReviewTable.all(connection, List.of("old", "new", "ends", "claimed")));
        assertThat(deleted).isOne();
        assertThat(left).extracting(review -> review.item().getId()).containsExactly("claimed", "ends", "new");
    }

    private static Lockdown lockdown(String room, Instant until) {
        return new Lockdown(room, NOON.minusSeconds(60), until, "joins", 50, "raid");
    }

    private static ReviewItem.Builder item(String id, Instant at) {
        return ReviewItem.newBuilder()
                .setId(id)
                .setKind(ReviewKind.FLAGGED)
                .setUser("u")
                .setFormat(PayloadFormat.JSON)
                .setAt(at);
    }

    private List<String> left() throws SQLException {
        return database
                .transaction(connection -> SanctionTable.list(connection, Optional.of("alice"), false, null, 10))
                .stream()
                .map(row -> row.sanction().getId())
                .toList();
    }

    private static Sanction sanction(String id, @Nullable Instant until) {
        return given(id, NOON.minusSeconds(60), until);
    }

    private static Sanction given(String id, Instant from, @Nullable Instant until) {
        return new Sanction(id, "alice", "", SanctionKind.TIMEOUT, 0L, from, until, "", "escalation", "m");
    }
}

package io.millrace.moderation.desk.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.history.DatabaseSettings;
import io.millrace.moderation.desk.review.Review;
import io.millrace.moderation.desk.review.ReviewState;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.testkit.postgres.PostgresDatabase;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ReviewTableIT {

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
    void reportsOfOneOffsetBecomeOneItemAsTheyAreOpened() throws SQLException {
        for (String id : List.of("a", "b", "c")) {
            add(report(id, null).setOffset(7L));
        }

        String first = identify("b");
        String second = identify("a");
        String third = identify("c");

        assertThat(List.of(first, second, third)).containsOnly("b");
        assertThat(find("b").reports()).isEqualTo(3);
        assertThat(find("b").state()).isEqualTo(new ReviewState.Open());
        assertThat(find("b").item().getUser()).isEqualTo("mallory");
        assertThat(find("b").item().getMessageId()).isEqualTo("m");
        assertThat(find("a").state()).isEqualTo(new ReviewState.Expired(NOON));
        assertThat(find("c").state()).isEqualTo(new ReviewState.Expired(NOON));
        assertThat(database.<List<ReportTable.Report>>transaction(connection -> ReportTable.of(connection, "b", 10)))
                .extracting(ReportTable.Report::reporter)
                .containsExactlyInAnyOrder("by a", "by b", "by c");
    }

    @Test
    void anAuthorWhomTheReporterDidNotKnowIsPutIn() throws SQLException {
        add(report("a", "m"));

        String about = identify("a");

        assertThat(about).isEqualTo("a");
        assertThat(find("a").item().getUser()).isEqualTo("mallory");
        assertThat(find("a").key()).isEqualTo("mallory");
        assertThat(find("a").reports()).isEqualTo(1);
    }

    @Test
    void anAppealAgainstAReportedMessageIsAboutThatMessage() throws SQLException {
        add(report("a", "m"));
        add(report("appeal", null).setKind(ReviewKind.APPEAL).setUser("mallory").setOffset(7L));

        String about = identify("appeal");

        assertThat(about).isEqualTo("appeal");
        assertThat(find("appeal").item().getMessageId()).isEqualTo("m");
        assertThat(find("appeal").state()).isEqualTo(new ReviewState.Open());
    }

    private static ReviewItem.Builder report(String id, @Nullable String message) {
        return ReviewItem.newBuilder()
                .setId(id)
                .setKind(ReviewKind.REPORT)
                .setMessageId(message)
                .setRoom("chat:r")
                .setUser("")
                .setReporter("by " + id)
                .setFormat(PayloadFormat.JSON)
                .setAt(NOON.minusSeconds(60));
    }

    private void add(ReviewItem.Builder item) throws SQLException {
        database.transaction(connection -> {
            ReviewTable.add(connection, "chat:r", item.build());
            return null;
        });
    }

    private String identify(String id) throws SQLException {
        MessagePublished message = MessagePublished.newBuilder()
                .setMessageId("m")
                .setSender(Sender.newBuilder().setUser("mallory").setClient("c").build())
                .setData(ByteBuffer.allocate(0))
                .setFormat(PayloadFormat.JSON)
                .setSubmittedAt(NOON)
                .build();
        ReviewItem item = find(id).item();
        return database.<String>transaction(connection -> ReviewTable.identify(connection, item, message, NOON));
    }

    private Review find(String id) throws SQLException {
        return database.<Optional<Review>>transaction(connection -> ReviewTable.find(connection, id))
                .orElseThrow();
    }
}

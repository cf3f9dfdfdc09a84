package io.millrace.moderation.desk.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.desk.review.Background;
import io.millrace.moderation.desk.review.Offence;
import io.millrace.moderation.desk.review.Review;
import io.millrace.moderation.desk.review.ReviewState;
import io.millrace.schema.chat.MessagePublished;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.schema.chat.Sender;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.moderation.Verdict;
import io.millrace.testkit.Await;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class ReviewTableIT {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @RegisterExtension
    final FreshTables tables = new FreshTables();

    private final DeskDatabase database = tables.database();

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
        assertThat(find("a").item().getOffset()).isEqualTo(7);
        assertThat(find("a").item().getEpoch()).isEqualTo("e1");
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

    /// Two moderators open them at once: the first has not committed when the second begins.
    @Test
    void twoReportsOfOneMessageThatAreOpenedAtOnceBecomeOneItem() throws Exception {
        add(report("a", null).setOffset(7L));
        add(report("b", null).setOffset(7L));

        String second = atOnce(connection -> identify(connection, "a"), connection -> identify(connection, "b"));

        assertThat(second).isEqualTo("a");
        assertThat(find("a").reports()).isEqualTo(2);
        assertThat(find("b").state()).isEqualTo(new ReviewState.Expired(NOON));
    }

    @Test
    void reportByIdThatComesWhileAnotherIsOpenedIsCounted() throws Exception {
        add(report("a", null).setOffset(7L));

        String about = atOnce(connection -> come(connection, "b"), connection -> identify(connection, "a"));

        assertThat(about).isEqualTo("b");
        assertThat(find("b").reports()).isEqualTo(2);
    }

    @Test
    void reportsThatAreOpenedAtOnceAreAllCountedAtTheFirst() throws Exception {
        add(report("a", "m"));
        add(report("b", null).setOffset(7L));
        add(report("c", null).setOffset(7L));

        var _ = atOnce(connection -> identify(connection, "b"), connection -> identify(connection, "c"));

        assertThat(find("a").reports()).isEqualTo(3);
    }

    @Test
    void reportsThatComeAtOnceAreAllCounted() throws Exception {
        add(report("a", "m"));

        var _ = atOnce(connection -> come(connection, "b"), connection -> come(connection, "c"));

        assertThat(find("a").reports()).isEqualTo(3);
    }

    @Test
    void messageBehindASanctionIsFoundInItsRoomWithWhoDecidedAboutIt() throws SQLException {
        Sanction sanction =
                new Sanction("s", "mallory", "", SanctionKind.TIMEOUT, 0L, NOON, null, "", "escalation", "m");
        database.transaction(connection -> {
            DecisionTable.add(
                    connection,
                    List.of(
                            decision("chat:r", "mallory", NOON.minusSeconds(3600), null),
                            decision("chat:s", "mallory", NOON, "ann"),
                            decision("chat:t", "bob", NOON, "bea")));
            SanctionTable.add(connection, sanction);
            return null;
        });
        ReviewItem.Builder appeal = appeal("mallory", null).setRoom("").setSanction("s");

        Background own = background(appeal);
        Background stranger = background(appeal.setUser("trent"));

        assertThat(own.cause()).contains(new Offence("chat:s", "m", "c"));
        assertThat(own.deciders()).contains("ann").doesNotContain("bea");
        assertThat(own.foreign()).isFalse();
        assertThat(stranger.foreign()).isTrue();
    }

    @Test
    void appealIsForeignWhenOnlyOthersWroteItsMessage() throws SQLException {
        database.transaction(connection -> {
            DecisionTable.add(connection, List.of(decision("chat:r", "mallory", NOON, null)));
            return null;
        });

        assertThat(background(appeal("mallory", "m")).foreign()).isFalse();
        assertThat(background(appeal("trent", "m")).foreign()).isTrue();
        assertThat(background(appeal("trent", "unknown")).foreign()).isFalse();
    }

    private static ReviewItem.Builder appeal(String user, @Nullable String message) {
        return report("appeal", message).setKind(ReviewKind.APPEAL).setUser(user);
    }

    private Background background(ReviewItem.Builder item) throws SQLException {
        return database.<Background>transaction(connection -> ReviewTable.background(connection, item.build()));
    }

    private static ModerationDecision decision(String room, String user, Instant at, @Nullable String actor) {
        return ModerationDecision.newBuilder()
                .setMessageId("m")
                .setRoom(room)
                .setUser(user)
                .setClient("c")
                .setVerdict(Verdict.BOUNCE)
                .setStage(Stage.RULES)
                .setReasons(List.of())
                .setPolicyVersion("p")
                .setActor(actor)
                .setSubmittedAt(at)
                .setDecidedAt(at)
                .build();
    }

    /// Begins the second when the first is done but not committed, and commits the first when the second waits
    /// for it.
    ///
    /// @return what the second returned
    private String atOnce(SqlWork<String> first, SqlWork<String> second) throws Exception {
        CompletableFuture<String> result = new CompletableFuture<>();
        var _ = database.<String>transaction(connection -> {
            String done = first.run(connection);
            var _ = CompletableFuture.runAsync(() -> {
                try {
                    result.complete(database.<String>transaction(second));
                } catch (SQLException | RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
            Await.until(this::somebodyWaits, Await.DEADLINE, "the second to wait for the first");
            return done;
        });
        return result.get(30, TimeUnit.SECONDS);
    }

    private boolean somebodyWaits() {
        try (Connection connection = tables.postgres().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_locks where not granted")) {
            return row.next() && row.getInt(1) > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String come(Connection connection, String id) throws SQLException {
        ReviewTable.add(connection, "chat:r", report(id, "m").build());
        return id;
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
        return database.<String>transaction(connection -> identify(connection, id));
    }

    private static String identify(Connection connection, String id) throws SQLException {
        MessagePublished message = MessagePublished.newBuilder()
                .setMessageId("m")
                .setSender(Sender.newBuilder().setUser("mallory").setClient("c").build())
                .setData(ByteBuffer.allocate(0))
                .setFormat(PayloadFormat.JSON)
                .setSubmittedAt(NOON)
                .build();
        RoomEvent event = new RoomEvent("chat:r", "e1", 7L, NOON, message, null, null);
        ReviewItem item = ReviewTable.find(connection, id).orElseThrow().item();
        return ReviewTable.identify(connection, item, event, NOON);
    }

    private Review find(String id) throws SQLException {
        return database.<Optional<Review>>transaction(connection -> ReviewTable.find(connection, id))
                .orElseThrow();
    }
}

package io.millrace.moderation.desk.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.id.MessageId;
import io.millrace.id.RoomId;
import io.millrace.moderation.desk.access.Moderator;
import io.millrace.moderation.desk.access.Role;
import io.millrace.moderation.desk.feed.OutboxSender;
import io.millrace.moderation.desk.feed.RecordWriter;
import io.millrace.moderation.desk.review.Resolutions;
import io.millrace.moderation.desk.review.Review;
import io.millrace.moderation.desk.review.ReviewAction;
import io.millrace.moderation.desk.review.ReviewState;
import io.millrace.moderation.desk.store.ArchiveTables;
import io.millrace.moderation.desk.store.Conversations;
import io.millrace.moderation.desk.store.DecisionTable;
import io.millrace.moderation.desk.store.DeskDatabase;
import io.millrace.moderation.desk.store.FreshTables;
import io.millrace.moderation.desk.store.ReviewFilter;
import io.millrace.moderation.desk.store.ReviewTable;
import io.millrace.moderation.desk.store.SanctionTable;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.runtime.kafka.TopicAdmin;
import io.millrace.runtime.metrics.Meters;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.moderation.ModerationDecision;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.schema.moderation.Ruling;
import io.millrace.schema.moderation.RulingAction;
import io.millrace.schema.moderation.Sanction;
import io.millrace.schema.moderation.SanctionKind;
import io.millrace.schema.moderation.Stage;
import io.millrace.schema.moderation.Verdict;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.testkit.registry.SchemaRegistry;
import io.millrace.topic.Topics;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Decisions as they reach their topic.
@Timeout(120)
class ReviewOfficeIT {

    private static final Actor LEA = new Actor(new Moderator("lea", Role.LEAD), "127.0.0.1");
    private static final KafkaBroker KAFKA = KafkaBroker.shared();
    private static final KafkaSettings SETTINGS = KafkaSettings.local(KAFKA.bootstrapServers());
    private static final AvroSerdes SERDES =
            new AvroSerdes(RegistrySettings.at(SchemaRegistry.shared().url()));

    private final Instant now = Instant.now();
    private final String room = KafkaBroker.unique("chat:office");
    private final String user = KafkaBroker.unique("mallory");

    @RegisterExtension
    final FreshTables tables = new FreshTables();

    private final DeskDatabase database = tables.database();
    private final RecordWriter writer = RecordWriter.open(SETTINGS);
    private final OutboxSender sender = OutboxSender.launch(database, writer);
    private final DeskRecords records = new DeskRecords(SERDES);
    private final Ledger ledger = new Ledger(database, sender, records, InstantSource.system());
    private final ReviewOffice office = new ReviewOffice(
            ledger,
            new Conversations(database, Duration.ofSeconds(5)),
            Duration.ofMinutes(5),
            new DeskMeters(Meters.create("moderation-desk"), InstantSource.system(), () -> 0));

    ReviewOfficeIT() {
        var _ = new TopicAdmin(SETTINGS).ensure(Topics.all());
    }

    @AfterEach
    void close() {
        sender.close();
        writer.close();
        records.close();
    }

    @Test
    void manyReportsByOffsetAreDecidedAboutTheirMessages() throws SQLException {
        archive();
        add(report("a").setOffset(7L));
        add(report("b").setOffset(7L));
        add(report("c").setOffset(8L));

        ReviewOffice.Bulk bulk = remove(List.of("a", "b", "c", "none"), ReviewFilter.UNRESOLVED);

        assertThat(bulk).isEqualTo(new ReviewOffice.Bulk(3, 2, Map.of("missing", 1)));
        assertThat(rulings(user)).extracting(Ruling::getMessageId).containsExactlyInAnyOrder("m7", "m8");
        assertThat(state("b")).isInstanceOf(ReviewState.Expired.class);
    }

    @Test
    void reportsByOffsetOfAFilterAreDecidedAboutTheirMessagesToo() throws SQLException {
        archive();
        add(report("a").setOffset(7L));
        ReviewFilter ofRoom = new ReviewFilter(
                ReviewFilter.State.UNRESOLVED,
                Optional.of(ReviewKind.REPORT),
                Optional.of(room),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        ReviewOffice.Bulk bulk = remove(List.of(), ofRoom);

        assertThat(bulk).isEqualTo(new ReviewOffice.Bulk(1, 1, Map.of()));
        assertThat(rulings(user)).extracting(Ruling::getMessageId).containsExactly("m7");
    }

    @Test
    void reportedMessageThatNoArchiveHasIsTakenBackByItsId() throws SQLException {
        add(report("a").setMessageId("live").setOffset(3L));

        Optional<Review> opened = office.find("a");
        Result<Review> result = office.resolve("a", request(ReviewAction.REMOVE), LEA);

        assertThat(opened.orElseThrow().item().getMessageId()).isEqualTo("live");
        assertThat(result).isInstanceOf(Result.Done.class);
        assertThat(rulings(room)).singleElement().satisfies(ruling -> {
            assertThat(ruling.getMessageId()).isEqualTo("live");
            assertThat(ruling.getOffset()).isEqualTo(3);
            assertThat(ruling.getUser()).isEmpty();
        });
    }

    /// By then the room may not know its id any more.
    @Test
    void flaggedMessageIsTakenBackAtItsPlace() throws SQLException {
        archive();
        add(item("flagged", ReviewKind.FLAGGED).setUser(user).setMessageId("m7"));

        Result<Review> result = office.resolve("flagged", request(ReviewAction.REMOVE), LEA);

        assertThat(result).isInstanceOf(Result.Done.class);
        assertThat(rulings(user)).singleElement().satisfies(ruling -> {
            assertThat(ruling.getMessageId()).isEqualTo("m7");
            assertThat(ruling.getEpoch()).isEqualTo("e");
            assertThat(ruling.getOffset()).isEqualTo(7);
        });
    }

    @Test
    void grantedAppealAgainstASanctionPardonsTheMessageBehindIt() throws SQLException {
        String id = "s-" + user;
        database.transaction(connection -> {
            DecisionTable.add(connection, List.of(refused()));
            SanctionTable.add(
                    connection,
                    new Sanction(id, user, "", SanctionKind.TIMEOUT, 0L, now, null, "", "escalation", "m7"));
            return null;
        });
        add(item("own", ReviewKind.APPEAL).setUser(user).setSanction(id));
        add(item("foreign", ReviewKind.APPEAL).setUser("trent").setMessageId("m7"));

        Result<Review> foreign = office.resolve("foreign", request(ReviewAction.PARDON), LEA);
        Result<Review> own = office.resolve("own", request(ReviewAction.PARDON), LEA);

        assertThat(foreign).isInstanceOf(Result.Refused.class);
        assertThat(own).isInstanceOf(Result.Done.class);
        assertThat(rulings(user)).singleElement().satisfies(ruling -> {
            assertThat(ruling.getAction()).isEqualTo(RulingAction.PARDON);
            assertThat(ruling.getMessageId()).isEqualTo("m7");
            assertThat(ruling.getRoom()).isEqualTo(room);
        });
    }

    @Test
    void messageThatIsTakenBackNeedsNoOtherDecision() throws SQLException {
        add(item("flagged", ReviewKind.FLAGGED).setUser(user).setMessageId("m7"));
        add(item("other", ReviewKind.FLAGGED).setUser(user).setMessageId("m8"));
        MessageOffice.Target target =
                new MessageOffice.Target(new RoomId(room), new MessageId("m7"), null, null, user, "");

        var _ = new MessageOffice(ledger).retract(target, "why", LEA);

        assertThat(state("flagged")).isInstanceOf(ReviewState.Resolved.class);
        assertThat(state("other")).isEqualTo(new ReviewState.Open());
    }

    @Test
    void nextPassesOverAllAppealsThatSomebodyElseMustDecide() throws SQLException {
        Sanction ofLea = new Sanction("s", user, "", SanctionKind.TIMEOUT, 0L, now, null, "", "lea", null);
        database.transaction(connection -> {
            SanctionTable.add(connection, ofLea);
            return null;
        });
        for (int i = 0; i < 25; i++) {
            add(item("appeal-" + i, ReviewKind.APPEAL).setUser(user).setSanction("s"));
        }
        add(item("flagged", ReviewKind.FLAGGED).setUser(user).setAt(now.plusSeconds(1)));

        Result<Review> next = office.next(ReviewFilter.UNRESOLVED, null, LEA);

        assertThat(next).isInstanceOf(Result.Done.class);
        assertThat(((Result.Done<Review>) next).value().item().getId()).isEqualTo("flagged");
    }

    private ReviewOffice.Bulk remove(List<String> ids, ReviewFilter filter) throws SQLException {
        Result<ReviewOffice.Bulk> result = office.bulk(ids, filter, 500, request(ReviewAction.REMOVE), LEA);
        assertThat(result).isInstanceOf(Result.Done.class);
        return ((Result.Done<ReviewOffice.Bulk>) result).value();
    }

    private static Resolutions.Request request(ReviewAction action) {
        return new Resolutions.Request(action, "why", Optional.empty());
    }

    private ModerationDecision refused() {
        return ModerationDecision.newBuilder()
                .setMessageId("m7")
                .setRoom(room)
                .setUser(user)
                .setClient("c")
                .setVerdict(Verdict.BOUNCE)
                .setStage(Stage.RULES)
                .setReasons(List.of())
                .setPolicyVersion("p")
                .setSubmittedAt(now)
                .setDecidedAt(now)
                .build();
    }

    private ReviewItem.Builder report(String id) {
        return item(id, ReviewKind.REPORT).setReporter("by " + id);
    }

    private ReviewItem.Builder item(String id, ReviewKind kind) {
        return ReviewItem.newBuilder()
                .setId(id)
                .setKind(kind)
                .setRoom(room)
                .setUser("")
                .setFormat(PayloadFormat.JSON)
                .setAt(now);
    }

    private void add(ReviewItem.Builder item) throws SQLException {
        String key = item.getUser().isEmpty() ? room : item.getUser();
        database.transaction(connection -> {
            ReviewTable.add(connection, key, item.build());
            return null;
        });
    }

    private ReviewState state(String id) throws SQLException {
        return database.<ReviewState>transaction(
                connection -> ReviewTable.find(connection, id).orElseThrow().state());
    }

    /// They were acknowledged before the office answered.
    private static List<Ruling> rulings(String key) {
        try (RecordReader<Ruling> reader =
                KAFKA.reader(Topics.MODERATION_RULINGS.name(), SERDES.deserializer(Topics.MODERATION_RULINGS))) {
            return reader.toTheEnd(Await.DEADLINE).stream()
                    .filter(record -> record.key().equals(key))
                    .map(record -> record.value())
                    .toList();
        }
    }

    /// A room with ten messages.
    private void archive() throws SQLException {
        ArchiveTables.createIn(tables.postgres());
        try (Connection connection = tables.postgres().connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("""
                    insert into room_events (room, epoch, room_offset, message_id, user_id, client_id, data, format,
                        submitted_at, published_at)
                    select '%s', 'e', n, 'm' || n, '%s', 'c', '\\x7b7d'::bytea, 'JSON', now(), now()
                    from generate_series(1, 10) n
                    """.formatted(room, user));
        }
    }
}

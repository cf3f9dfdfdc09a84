package io.millrace.moderation.desk.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.moderation.desk.store.Conversations.Context;
import io.millrace.moderation.desk.store.Conversations.Target;
import io.millrace.schema.chat.RoomEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A room with 1,000 messages, one each ten seconds, after an earlier life of 50.
@Timeout(120)
class ConversationsIT {

    private static final Instant BEGAN = Instant.parse("2026-01-02T00:00:00Z");

    @RegisterExtension
    final FreshTables tables = new FreshTables();

    private final DeskDatabase database = tables.database();
    private final Conversations conversations = new Conversations(database, Duration.ofSeconds(5));

    @Test
    void aMessageIsFoundByItsOffset() throws SQLException {
        archive();

        Context context = conversations.around(new Target("chat:r", "m500", 500L, BEGAN), 2);

        assertThat(ids(context.before())).containsExactly("m498", "m499");
        assertThat(context.message().orElseThrow().getOffset()).isEqualTo(500);
        assertThat(ids(context.after())).containsExactly("m501", "m502");
    }

    @Test
    void aMessageWithoutAnOffsetIsFoundByItsTime() throws SQLException {
        archive();

        Context context = conversations.around(new Target("chat:r", "m700", null, sent(700)), 1);

        assertThat(context.message().orElseThrow().getOffset()).isEqualTo(700);
        assertThat(ids(context.before())).containsExactly("m699");
    }

    @Test
    void aMessageInAnEarlierLifeOfTheRoomIsFoundThere() throws SQLException {
        archive();

        Context context = conversations.around(
                new Target(
                        "chat:r", "old20", null, BEGAN.minus(Duration.ofDays(1)).plusSeconds(200)),
                1);

        assertThat(context.message().orElseThrow().getEpoch()).isEqualTo("e-old");
        assertThat(ids(context.after())).containsExactly("old21");
    }

    @Test
    void ofAHeldMessageTheConversationOfItsTimeIsShown() throws SQLException {
        archive();

        Context context = conversations.around(
                new Target("chat:r", "held", null, sent(300).plusSeconds(1)), 2);

        assertThat(context.message()).isEmpty();
        assertThat(ids(context.before())).containsExactly("m299", "m300");
        assertThat(ids(context.after())).containsExactly("m301", "m302");
    }

    @Test
    void withoutAnArchiveOrARoomThereIsNothing() throws SQLException {
        Context nowhere = conversations.around(new Target("chat:r", "m1", null, BEGAN), 2);
        archive();
        Context unknown = conversations.around(new Target("chat:unknown", "m1", 1L, BEGAN), 2);

        assertThat(nowhere).isEqualTo(Context.NONE);
        assertThat(unknown).isEqualTo(Context.NONE);
    }

    @Test
    void theAuthorOfARecentMessageIsKnown() throws SQLException {
        archive();

        assertThat(conversations.find("chat:r", "m900", null).orElseThrow().getOffset())
                .isEqualTo(900);
        assertThat(conversations.find("chat:r", "m1", null))
                .as("too old to be looked for")
                .isEmpty();
        assertThat(conversations.find("chat:r", "m1", 1L)).isPresent();
    }

    @Test
    void whatIsAtAnOffsetIsThatOfTheLifeAtTheTime() throws SQLException {
        archive();

        assertThat(conversations.at("chat:r", null, 7, sent(900)).stream().toList())
                .extracting(event -> event.getPublished().getMessageId())
                .containsExactly("m7");
        assertThat(conversations.at("chat:r", null, 7, BEGAN.minus(Duration.ofHours(1))).stream()
                        .toList())
                .extracting(event -> event.getPublished().getMessageId())
                .containsExactly("old7");
        assertThat(conversations.at("chat:r", "e-old", 7, sent(900)).stream().toList())
                .as("whose epoch is known")
                .extracting(event -> event.getPublished().getMessageId())
                .containsExactly("old7");
        assertThat(conversations.at("chat:r", null, 1_001, sent(900))).isEmpty();
        assertThat(conversations.at("chat:unknown", null, 7, sent(900))).isEmpty();
    }

    private void archive() throws SQLException {
        ArchiveTables.createIn(tables.postgres());
        insert("e-old", "old", BEGAN.minus(Duration.ofDays(1)), 50);
        insert("e-new", "m", BEGAN, 1_000);
    }

    private void insert(String epoch, String prefix, Instant began, int count) throws SQLException {
        try (Connection connection = tables.postgres().connect();
                var statement = connection.createStatement()) {
            statement.executeUpdate("""
                    insert into room_events (room, epoch, room_offset, message_id, user_id, client_id, data, format,
                        submitted_at, published_at)
                    select 'chat:r', '%s', n, '%s' || n, 'u', 'c', '\\x7b7d'::bytea, 'JSON',
                        timestamptz '%s' + n * interval '10 seconds', timestamptz '%s' + n * interval '10 seconds'
                    from generate_series(1, %d) n
                    """.formatted(epoch, prefix, began, began, count));
        }
    }

    private static Instant sent(int number) {
        return BEGAN.plusSeconds(10L * number);
    }

    private static List<String> ids(List<RoomEvent> events) {
        return events.stream().map(event -> event.getPublished().getMessageId()).toList();
    }
}

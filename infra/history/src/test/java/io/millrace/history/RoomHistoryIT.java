package io.millrace.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.history.RoomHistory.Direction;
import io.millrace.history.RoomHistory.Page;
import io.millrace.id.Epoch;
import io.millrace.id.RoomId;
import io.millrace.schema.chat.MessageRetracted;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.testkit.postgres.PostgresDatabase;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RoomHistoryIT {

    private static final RoomId ROOM = new RoomId("chat:lobby");
    private static final Epoch EPOCH = new Epoch("e1");

    private final PostgresDatabase postgres = PostgresDatabase.create();
    private final DatabasePool pool = open(postgres.jdbcUrl());
    private final RoomHistory history = new RoomHistory(pool.dataSource(), Duration.ofSeconds(5));

    @BeforeEach
    void fiveEventsOfThisRoomAndOneOfEachNeighbour() throws SQLException {
        try (Connection connection = pool.connection()) {
            connection.createStatement().execute("""
                    create table room_events (
                      room text, epoch text, room_offset bigint, message_id text, user_id text, client_id text,
                      conn_info bytea, chan_info bytea, data bytea, format text, submitted_at timestamptz,
                      published_at timestamptz, tags text, retracts bigint, reason text, actor text,
                      retracted_by bigint, primary key (room, epoch, room_offset))""");
            for (int offset = 1; offset <= 5; offset++) {
                insert(connection, "chat:lobby", "e1", offset, offset == 2 ? "{\"kind\":\"news\"}" : null);
            }
            insert(connection, "chat:lobby", "e0", 6, null);
            insert(connection, "chat:other", "e1", 6, null);
        }
    }

    @AfterEach
    void close() {
        pool.close();
        postgres.close();
    }

    @Test
    void pagesOfOneRoomAndEpochFollowEachOther() throws SQLException {
        assertThat(offsets(read(1, 5, 3, Direction.ASCENDING))).containsExactly(1L, 2L, 3L);
        assertThat(offsets(read(4, 100, 3, Direction.ASCENDING))).containsExactly(4L, 5L);
        assertThat(offsets(read(0, 100, 2, Direction.DESCENDING))).containsExactly(5L, 4L);
    }

    @Test
    void eventIsReadAsItWasWritten() throws SQLException {
        var published = read(2, 2, 1, Direction.ASCENDING).getFirst().getPublished();

        assertThat(published.getMessageId()).isEqualTo("m2");
        assertThat(published.getSender().getUser()).isEqualTo("ann");
        assertThat(published.getSender().getConnInfo()).isNull();
        assertThat(StandardCharsets.UTF_8.decode(published.getData()).toString())
                .isEqualTo("2");
        assertThat(published.getTags()).isEqualTo(Map.of("kind", "news"));
    }

    @Test
    void aRetractionIsReadAsTheEventThatItWas() throws SQLException {
        try (Connection connection = pool.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "update room_events set retracts = 2, reason = 'spam', actor = 'mod' where room_offset = 3");
        }

        RoomEvent event = read(3, 3, 1, Direction.ASCENDING).getFirst();

        assertThat(event.getPublished()).isNull();
        assertThat(event.getRetracted()).isEqualTo(new MessageRetracted("m3", 2L, "spam", "mod", PayloadFormat.JSON));
    }

    @Test
    void poolOpensWithoutTheDatabaseAndSaysInTimeThatItIsAway() {
        try (DatabasePool absent = open("jdbc:postgresql://127.0.0.1:1/nowhere")) {
            assertThatExceptionOfType(SQLException.class).isThrownBy(absent::connection);
        }
    }

    private static DatabasePool open(String url) {
        return DatabasePool.open(
                new DatabaseSettings(url, Optional.empty(), Optional.empty(), 2, Duration.ofSeconds(1)),
                "history-test",
                Duration.ofSeconds(5));
    }

    private List<RoomEvent> read(long first, long last, int limit, Direction direction) throws SQLException {
        return history.read(new Page(ROOM, EPOCH, first, last, limit, direction));
    }

    private static List<Long> offsets(List<RoomEvent> events) {
        return events.stream().map(RoomEvent::getOffset).toList();
    }

    private static void insert(Connection connection, String room, String epoch, long offset, @Nullable String tags)
            throws SQLException {
        try (PreparedStatement row = connection.prepareStatement("""
                insert into room_events values (?, ?, ?, ?, 'ann', 'c1', null, null, ?, 'JSON', now(), now(), ?)""")) {
            row.setString(1, room);
            row.setString(2, epoch);
            row.setLong(3, offset);
            row.setString(4, "m" + offset);
            row.setBytes(5, Long.toString(offset).getBytes(StandardCharsets.UTF_8));
            row.setString(6, tags);
            row.executeUpdate();
        }
    }
}

package io.millrace.processor.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.history.DatabaseSettings;
import io.millrace.history.RoomHistory;
import io.millrace.history.RoomHistory.Direction;
import io.millrace.history.RoomHistory.Page;
import io.millrace.history.intake.Step;
import io.millrace.id.Epoch;
import io.millrace.id.RoomId;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.testkit.postgres.PostgresDatabase;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ArchiveTablesIT {

    private final PostgresDatabase postgres = PostgresDatabase.create();
    private final ArchiveDatabase database = open();
    private final ArchiveTables tables = new ArchiveTables(database);
    private final RoomHistory history = new RoomHistory(database.dataSource(), Duration.ofSeconds(5));

    @BeforeEach
    void partitionThreeIsAtItsBeginning() throws SQLException {
        assertThat(positions(3)).isEqualTo(Map.of(3, 0L));
    }

    @AfterEach
    void close() {
        database.close();
        postgres.close();
    }

    @Test
    void rowsAndPositionAreWrittenTogether() throws SQLException {
        List<RoomEvent> events = Events.events(1, 1_000);

        assertThat(tables.write(List.of(step(3, 0, 1_500)), events)).isTrue();

        assertThat(read(1, 1_000, 5_000, Direction.ASCENDING)).isEqualTo(events);
        assertThat(positions(3, 4)).isEqualTo(Map.of(3, 1_500L, 4, 0L));
    }

    @Test
    void anEventThatIsAlreadyThereStaysAsItIs() throws SQLException {
        tables.write(List.of(step(3, 0, 2)), Events.events(1, 2));

        tables.write(List.of(step(3, 2, 3)), List.of(Events.event(2, "impostor", null), Events.event(3)));

        assertThat(read(1, 3, 10, Direction.ASCENDING)).isEqualTo(Events.events(1, 3));
    }

    @Test
    void aWriterThatHasBeenReplacedWritesNothing() throws SQLException {
        tables.write(List.of(step(3, 0, 10)), Events.events(1, 2));

        boolean owner = tables.write(List.of(step(3, 0, 20)), Events.events(3, 4));

        assertThat(owner).isFalse();
        assertThat(read(1, 100, 10, Direction.ASCENDING)).isEqualTo(Events.events(1, 2));
        assertThat(positions(3)).isEqualTo(Map.of(3, 10L));
    }

    @Test
    void oneForeignPartitionStopsTheWholeBatch() throws SQLException {
        var _ = positions(4);
        tables.write(List.of(step(4, 0, 7)), List.of());

        boolean owner = tables.write(List.of(step(4, 0, 9), step(3, 0, 5)), Events.events(1, 1));

        assertThat(owner).isFalse();
        assertThat(positions(3, 4)).isEqualTo(Map.of(3, 0L, 4, 7L));
    }

    @Test
    void aRefusedRowLeavesThePositionWhereItWas() throws SQLException {
        List<RoomEvent> refused = List.of(Events.event(1), Events.event(2, "no\u0000text", null));

        assertThatThrownBy(() -> tables.write(List.of(step(3, 0, 2)), refused)).isInstanceOf(SQLException.class);

        assertThat(read(1, 2, 10, Direction.ASCENDING)).isEmpty();
        assertThat(positions(3)).isEqualTo(Map.of(3, 0L));
    }

    @Test
    void anEventThatCannotBecomeARowLeavesThePositionWhereItWas() throws SQLException {
        RoomEvent unusable = Events.event(2);
        unusable.getPublished().put("sender", null);
        List<RoomEvent> events = List.of(Events.event(1), unusable);

        assertThatThrownBy(() -> tables.write(List.of(step(3, 0, 2)), events)).isInstanceOf(RuntimeException.class);

        assertThat(positions(3)).isEqualTo(Map.of(3, 0L));
    }

    @Test
    void infosAndUnusualTextComeBackAsTheyWere() throws SQLException {
        RoomEvent event = Events.event(1, "Zoë \"{},\\ 🜁", ByteBuffer.wrap(new byte[] {0, -1, 92, 34}));

        tables.write(List.of(step(3, 0, 1)), List.of(event));

        assertThat(read(1, 1, 1, Direction.ASCENDING)).containsExactly(event);
    }

    @Test
    void historyIsPagedFromBothEnds() throws SQLException {
        tables.write(List.of(step(3, 0, 10)), Events.events(1, 10));

        assertThat(read(3, 9, 3, Direction.ASCENDING)).isEqualTo(Events.events(3, 5));
        assertThat(read(6, 9, 10, Direction.ASCENDING)).isEqualTo(Events.events(6, 9));
        assertThat(read(1, 9, 2, Direction.DESCENDING)).containsExactly(Events.event(9), Events.event(8));
        assertThat(history.read(new Page(new RoomId(Events.ROOM), new Epoch("other"), 1, 10, 10, Direction.ASCENDING)))
                .isEmpty();
    }

    @Test
    void aRemovalTakesEverythingBeforeItAndEarlierEpochs() throws SQLException {
        tables.write(List.of(step(3, 0, 10)), Events.events(1, 10));
        RoomEvent earlier = Events.event(1);
        earlier.setEpoch("earlier");
        RoomEvent elsewhere = Events.event(1);
        elsewhere.setRoom("chat:elsewhere");
        tables.write(List.of(step(3, 10, 12)), List.of(earlier, elsewhere));

        tables.write(List.of(step(3, 12, 15)), List.of(Events.event(11), Events.removal(12), Events.event(13)));

        assertThat(read(1, 20, 50, Direction.ASCENDING)).containsExactly(Events.event(13));
        assertThat(history.read(new Page(new RoomId(Events.ROOM), new Epoch("earlier"), 1, 9, 9, Direction.ASCENDING)))
                .isEmpty();
        assertThat(history.read(
                        new Page(new RoomId("chat:elsewhere"), new Epoch(Events.EPOCH), 1, 9, 9, Direction.ASCENDING)))
                .hasSize(1);
    }

    @Test
    void aRetractionHasARowAndWhatItTakesBackLosesItsPayload() throws SQLException {
        tables.write(List.of(step(3, 0, 3)), Events.events(1, 3));

        // Also what was published in the same batch.
        tables.write(
                List.of(step(3, 3, 6)), List.of(Events.event(4), Events.retraction(5, 2), Events.retraction(6, 4)));

        assertThat(read(1, 10, 10, Direction.ASCENDING))
                .containsExactly(
                        Events.event(1),
                        Events.takenBack(2),
                        Events.event(3),
                        Events.takenBack(4),
                        Events.retraction(5, 2),
                        Events.retraction(6, 4));
        assertThat(marks()).containsExactly(0L, 5L, 0L, 6L, 0L, 0L);
    }

    @Test
    void whatIsArchivedTwiceStaysTakenBack() throws SQLException {
        List<RoomEvent> events = List.of(Events.event(1), Events.retraction(2, 1), Events.event(3));
        tables.write(List.of(step(3, 0, 3)), events);
        List<RoomEvent> once = read(1, 10, 10, Direction.ASCENDING);

        tables.write(List.of(step(3, 3, 6)), events);
        tables.write(List.of(step(3, 6, 7)), List.of(Events.retraction(4, 1)));

        assertThat(read(1, 3, 10, Direction.ASCENDING)).isEqualTo(once);
        assertThat(marks()).containsExactly(2L, 0L, 0L, 0L);
    }

    @Test
    void aRetractionLeavesOtherPublicationsAlone() throws SQLException {
        RoomEvent other = Events.retraction(3, 1);
        other.getRetracted().setMessageId("another");
        RoomEvent elsewhere = Events.retraction(1, 2);
        elsewhere.setEpoch("e2");

        tables.write(List.of(step(3, 0, 4)), List.of(Events.event(1), Events.event(2), other, elsewhere));
        RoomEvent ofRetraction = Events.retraction(4, 3);
        ofRetraction.getRetracted().setMessageId("");
        tables.write(List.of(step(3, 4, 5)), List.of(ofRetraction));

        assertThat(read(1, 4, 10, Direction.ASCENDING))
                .containsExactly(Events.event(1), Events.event(2), other, ofRetraction);
    }

    @Test
    void aRemovalTakesRetractionsWithIt() throws SQLException {
        tables.write(
                List.of(step(3, 0, 4)),
                List.of(Events.event(1), Events.retraction(2, 1), Events.removal(3), Events.retraction(4, 1)));

        assertThat(read(1, 10, 10, Direction.ASCENDING)).containsExactly(Events.retraction(4, 1));
    }

    @Test
    void tagsComeBack() throws SQLException {
        RoomEvent event = Events.event(1);
        event.getPublished().setTags(Map.of("k", "v \"quoted\""));

        tables.write(List.of(step(3, 0, 1)), List.of(event));

        assertThat(read(1, 1, 1, Direction.ASCENDING)).containsExactly(event);
    }

    @Test
    void severalProcessesMayPrepareTheDatabase() throws SQLException {
        try (ArchiveDatabase other = open()) {
            assertThat(new ArchiveTables(other).positions(List.of(partition(3))))
                    .containsValue(0L);
        }
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition("room.events", number);
    }

    private static Step step(int partition, long expected, long next) {
        return new Step(partition(partition), expected, next);
    }

    private Map<Integer, Long> positions(int... partitions) throws SQLException {
        Map<Integer, Long> positions = new HashMap<>();
        tables.positions(Arrays.stream(partitions)
                        .mapToObj(ArchiveTablesIT::partition)
                        .toList())
                .forEach((partition, position) -> positions.put(partition.partition(), position));
        return positions;
    }

    /// Which retraction took back the events of the room, in order; 0 for none.
    private List<Long> marks() throws SQLException {
        List<Long> marks = new ArrayList<>();
        try (Connection connection = database.connection();
                PreparedStatement select = connection.prepareStatement(
                        "select retracted_by from room_events where room = ? order by room_offset")) {
            select.setString(1, Events.ROOM);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    marks.add(rows.getLong(1));
                }
            }
        }
        return marks;
    }

    private List<RoomEvent> read(long first, long last, int limit, Direction direction) throws SQLException {
        return history.read(new Page(new RoomId(Events.ROOM), new Epoch(Events.EPOCH), first, last, limit, direction));
    }

    private ArchiveDatabase open() {
        return ArchiveDatabase.open(
                new DatabaseSettings(postgres.jdbcUrl(), Optional.empty(), Optional.empty(), 2, Duration.ofSeconds(5)));
    }
}

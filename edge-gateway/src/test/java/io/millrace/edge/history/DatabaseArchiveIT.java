package io.millrace.edge.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millrace.edge.config.HistoryAccess;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.room.Archive;
import io.millrace.edge.room.ArchiveRange;
import io.millrace.edge.room.ArchiveUnavailableException;
import io.millrace.embedded.EmbeddedPostgresServer;
import io.millrace.history.DatabaseSettings;
import io.millrace.id.Epoch;
import io.millrace.id.RoomId;
import io.millrace.testkit.Await;
import io.millrace.testkit.Restartable;
import io.millrace.testkit.postgres.PostgresDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What rooms no longer have at hand, out of a real PostgreSQL.
@Timeout(120)
class DatabaseArchiveIT {

    private static final RoomId ROOM = new RoomId("chat:old");
    private static final Epoch EPOCH = new Epoch("e1");

    private final Restartable<EmbeddedPostgresServer> postgres = PostgresDatabase.restartableServer("millrace");
    private final String url = postgres.start().jdbcUrl("millrace");

    @BeforeEach
    void fill() throws SQLException, IOException {
        execute(script("V1__room_events.sql"));
        execute(script("V2__tags.sql"));
        execute(script("V3__retractions.sql"));
        execute("""
                insert into room_events
                select 'chat:old', 'e1', n, 'm' || n, 'user', case when n = 7 then '' else 'client' end, null, null,
                       convert_to('{"n":' || n || '}', 'UTF8'), 'JSON', now(), now(),
                       case when n = 7 then '{"k":"v"}' end
                from generate_series(1, 500) as n
                """);
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void aRangeComesInTheOrderAskedFor() throws ArchiveUnavailableException {
        try (DatabaseArchive archive = open(4, 4)) {
            assertThat(offsets(archive.read(ROOM, new ArchiveRange(EPOCH, 3, 400, 3, false), Archive.Use.RECOVERY)))
                    .containsExactly(3L, 4L, 5L);
            assertThat(offsets(archive.read(ROOM, new ArchiveRange(EPOCH, 3, 400, 3, true), Archive.Use.RECOVERY)))
                    .containsExactly(400L, 399L, 398L);
            assertThat(archive.read(ROOM, new ArchiveRange(new Epoch("other"), 1, 9, 9, false), Archive.Use.RECOVERY))
                    .isEmpty();
        }
    }

    @Test
    void aPublicationIsAsItWasLive() throws ArchiveUnavailableException {
        try (DatabaseArchive archive = open(4, 4)) {
            List<Publication> found = archive.read(ROOM, new ArchiveRange(EPOCH, 6, 7, 9, false), Archive.Use.RECOVERY);

            assertThat(found.getFirst().info()).isEqualTo(ClientInfo.of("user", "client"));
            assertThat(found.getFirst().data().toByteArray()).asString().isEqualTo("{\"n\":6}");
            assertThat(found.getLast().info()).as("the server API published it").isNull();
            assertThat(found.getLast().tags()).isEqualTo(Map.of("k", "v"));
        }
    }

    @Test
    void aRetractionIsAsItWasLive() throws SQLException, ArchiveUnavailableException {
        execute("update room_events set retracts = 3, reason = 'insult', actor = 'mod-1' where room_offset = 9");
        try (DatabaseArchive archive = open(4, 4)) {
            Publication found = archive.read(ROOM, new ArchiveRange(EPOCH, 9, 9, 9, false), Archive.Use.RECOVERY)
                    .getFirst();

            assertThat(found.info()).isNull();
            assertThat(found.data().toByteArray())
                    .asString()
                    .isEqualTo("{\"event\":\"retracted\",\"offset\":3,\"id\":\"m9\"}");
            assertThat(found.tags())
                    .isEqualTo(Map.of("millrace-event", "retracted", "millrace-offset", "3", "millrace-id", "m9"));
        }
    }

    @Test
    void whileTheDatabaseIsAwayReadsFailSoonAndAfterwardsTheyWork() throws ArchiveUnavailableException {
        ArchiveRange range = new ArchiveRange(EPOCH, 1, 9, 9, false);
        try (DatabaseArchive archive = open(2, 4)) {
            assertThat(archive.read(ROOM, range, Archive.Use.RECOVERY)).hasSize(9);

            postgres.stop();
            long started = System.nanoTime();
            assertThatExceptionOfType(ArchiveUnavailableException.class)
                    .isThrownBy(() -> archive.read(ROOM, range, Archive.Use.RECOVERY));
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));

            postgres.start();
            Await.until(() -> reads(archive, range), Await.DEADLINE, "archive to be read again");
        }
    }

    @Test
    void anEdgeOpensWithoutItsDatabase() {
        postgres.stop();

        try (DatabaseArchive archive = open(2, 4)) {
            assertThatExceptionOfType(ArchiveUnavailableException.class)
                    .isThrownBy(
                            () -> archive.read(ROOM, new ArchiveRange(EPOCH, 1, 9, 9, false), Archive.Use.RECOVERY));
        }
    }

    @Test
    void readsBeyondTheQueueAreRefusedAtOnce() throws Exception {
        ArchiveRange range = new ArchiveRange(EPOCH, 1, 9, 9, false);
        try (DatabaseArchive archive = open(1, 1);
                ExecutorService threads = Executors.newCachedThreadPool();
                Connection blocker = DriverManager.getConnection(url)) {
            blocker.setAutoCommit(false);
            try (Statement statement = blocker.createStatement()) {
                statement.execute("lock table room_events in access exclusive mode");
            }
            List<Future<Boolean>> waiting =
                    List.of(threads.submit(() -> reads(archive, range)), threads.submit(() -> reads(archive, range)));
            Await.until(() -> archive.free(Archive.Use.RECOVERY) == 0, Await.DEADLINE, "both places to be taken");

            assertThatExceptionOfType(ArchiveUnavailableException.class)
                    .isThrownBy(() -> archive.read(ROOM, range, Archive.Use.RECOVERY))
                    .withMessageContaining("too many");

            blocker.rollback();
            for (Future<Boolean> each : waiting) {
                each.get();
            }
            assertThat(archive.free(Archive.Use.RECOVERY)).isEqualTo(2);
        }
    }

    private DatabaseArchive open(int connections, int queue) {
        Duration timeout = Duration.ofSeconds(2);
        return DatabaseArchive.open(new HistoryAccess(
                new DatabaseSettings(url, Optional.empty(), Optional.empty(), connections, timeout),
                0,
                queue,
                timeout));
    }

    private static boolean reads(DatabaseArchive archive, ArchiveRange range) {
        try {
            return archive.read(ROOM, range, Archive.Use.RECOVERY).size() == 9;
        } catch (ArchiveUnavailableException e) {
            return false;
        }
    }

    private static List<Long> offsets(List<Publication> publications) {
        return publications.stream().map(Publication::offset).toList();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String script(String name) throws IOException {
        String path = "/db/migration/archive/" + name;
        try (InputStream file = DatabaseSettings.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(file, path).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

package io.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.EmbeddedPostgresServer;
import io.millrace.processor.room.Inputs;
import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.schema.chat.RoomEvent;
import io.millrace.testkit.Await;
import io.millrace.testkit.Restartable;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.testkit.postgres.PostgresDatabase;
import io.millrace.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ArchiveIT {

    private final Restartable<EmbeddedPostgresServer> postgres = PostgresDatabase.restartableServer("millrace");
    private final String room = KafkaBroker.unique("chat:archived");
    private final Map<String, String> settings = Map.of(
            "archive.enabled", "true",
            "archive.group-id", KafkaBroker.unique("archive"),
            "archive.batch-rows", "100",
            "archive.retry.longest", "500ms",
            "database.timeout", "1s",
            "database.url", postgres.start().jdbcUrl("millrace"));

    @AfterEach
    void stopPostgres() {
        postgres.close();
    }

    @Test
    void theTableEqualsTheTopicThroughRestartsAndAnOutage() {
        int publications = 3_000;
        LaunchedService first = LocalSystem.launch(settings);
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> publish(1, publications / 2));
        awaitRows(200);
        first.close();
        LaunchedService second = LocalSystem.launch(settings);
        awaitRows(600);

        postgres.stop();
        load.join();
        publish(publications / 2 + 1, publications);
        Await.until(() -> !second.ready().up(), Await.DEADLINE, "readiness to say that the archive is down");
        assertThat(second.ready().detail()).startsWith("archive: ");
        postgres.start();
        Await.until(() -> second.ready().up(), Await.DEADLINE, "archive to come back by itself");
        awaitRows(publications);

        try (RecordReader<RoomEvent> events = LocalSystem.events()) {
            assertThat(table()).isEqualTo(topic(events));
        }
        second.close();
    }

    @Test
    void aPoisonEventIsPutAsideAndTheArchiveGoesOn() {
        try (LaunchedService processor = LocalSystem.launch(settings);
                var letters = LocalSystem.KAFKA.reader(Topics.ROOM_EVENTS.deadLetters())) {
            LocalSystem.KAFKA.send(Topics.ROOM_EVENTS.name(), room, "no Avro".getBytes(StandardCharsets.UTF_8));
            publish(1, 5);

            awaitRows(5);

            assertThat(letters.awaitRecord(letter -> letter.key().equals(room), Await.DEADLINE, "dead letter")
                            .value())
                    .isEqualTo("no Avro".getBytes(StandardCharsets.UTF_8));
            assertThat(processor.ready().up()).isTrue();
        }
    }

    @Test
    void aNamespaceWithoutPersistenceIsPassedOver() {
        try (LaunchedService processor = LocalSystem.launch(settings)) {
            for (int i = 0; i < 50; i++) {
                LocalSystem.send(Inputs.publish("secret:" + i, "m" + i, "1", null));
            }
            publish(1, 5);
            awaitRows(5);

            Await.until(() -> processor.ready().detail().equals("ready"), Await.DEADLINE, "archive to be ready");
            assertThat(query("select count(*) from room_events where room like 'secret:%'"))
                    .isEqualTo(List.of("0"));
        }
    }

    private void publish(int first, int last) {
        for (int i = first; i <= last; i++) {
            LocalSystem.send(Inputs.publish(room, "m" + i, "{\"n\":" + i + "}", null));
        }
    }

    private void awaitRows(int count) {
        Await.until(
                () -> {
                    List<String> rows = query("select count(*) from room_events where room = '" + room + "'");
                    return !rows.isEmpty() && Integer.parseInt(rows.getFirst()) >= count;
                },
                Await.DEADLINE.multipliedBy(2),
                count + " rows");
    }

    private List<String> table() {
        return query("""
                select concat_ws('|', room, epoch, room_offset, message_id, convert_from(data, 'UTF8'),
                                 (extract(epoch from published_at) * 1000000)::bigint)
                from room_events where room = '%s' order by room_offset
                """.formatted(room));
    }

    private List<String> topic(RecordReader<RoomEvent> events) {
        return LocalSystem.of(events.toTheEnd(Await.DEADLINE), room).stream()
                .map(event -> String.join(
                        "|",
                        event.getRoom(),
                        event.getEpoch(),
                        Long.toString(event.getOffset()),
                        event.getPublished().getMessageId(),
                        StandardCharsets.UTF_8
                                .decode(event.getPublished().getData().duplicate())
                                .toString(),
                        Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, event.getAt()))))
                .toList();
    }

    /// Empty while the table is not there yet or the database is away.
    private List<String> query(String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(settings.get("database.url"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        } catch (SQLException _) {
            return List.of();
        }
        return rows;
    }
}

package io.millrace.moderation.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.EmbeddedKafka;
import io.millrace.moderation.ServiceProcess;
import io.millrace.schema.chat.PayloadFormat;
import io.millrace.schema.moderation.ReviewItem;
import io.millrace.schema.moderation.ReviewKind;
import io.millrace.serde.AvroSerdes;
import io.millrace.serde.RegistrySettings;
import io.millrace.testkit.Await;
import io.millrace.testkit.Restartable;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.testkit.postgres.PostgresDatabase;
import io.millrace.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The desk in a process of its own, which is killed in the middle of its work.
@Timeout(180)
class KilledDeskIT {

    private static final int ITEMS = 1_000;
    private static final AvroSerdes SERDES = new AvroSerdes(RegistrySettings.at(DeskSystem.REGISTRY));

    private final ServiceProcess desk = new ServiceProcess("killed-desk", Main.class);

    @Test
    void itemsAreThereOnceAndWhatWasOrderedWithoutKafkaReachesItsTopic() throws Exception {
        Restartable<EmbeddedKafka> kafka = KafkaBroker.restartableNode();
        String address = kafka.start().bootstrapServers();
        try (kafka;
                PostgresDatabase database = PostgresDatabase.create();
                desk) {
            start(address, database);
            desk.awaitReady();
            DeskClient ann = new DeskClient(desk.port(), DeskSystem.key("ann"));
            kafka.stop();
            DeskClient.Answer ordered =
                    ann.post("/sanctions", "{\"user\":\"u\",\"kind\":\"timeout\",\"durationSeconds\":60}");
            assertThat(ordered.status()).isEqualTo(202);
            desk.kill();
            assertThat(count(database, "moderation_outbox")).isPositive();

            kafka.start();
            sendItems(address);
            start(address, database);
            Await.until(() -> items(database) > 0, Await.DEADLINE, "the first items");
            desk.kill();
            start(address, database);

            Await.until(() -> items(database) >= ITEMS, Await.DEADLINE, "all items");
            desk.awaitReady();
            assertThat(items(database)).isEqualTo(ITEMS);
            try (RecordReader<byte[]> sanctions = KafkaBroker.at(address).reader(Topics.MODERATION_SANCTIONS.name())) {
                sanctions.awaitRecord(
                        record -> ordered.text("/id").equals(record.key()), Await.DEADLINE, "the sanction");
            }
            Await.until(() -> count(database, "moderation_outbox") == 0, Await.DEADLINE, "the outbox to be empty");
        }
    }

    private void start(String kafka, PostgresDatabase database) throws IOException {
        Path config =
                Files.writeString(desk.folder().resolve("millrace.yaml"), """
                moderation:
                  desk:
                    moderators:
                      ann:
                        role: moderator
                        key-file: %s
                """.formatted(DeskSystem.keyFile("ann")));
        desk.start(
                Map.of(
                        "kafka.bootstrap-servers",
                        kafka,
                        "kafka.session-timeout",
                        "1500ms",
                        "registry.url",
                        DeskSystem.REGISTRY,
                        "database.url",
                        database.jdbcUrl(),
                        "database.timeout",
                        "1s",
                        "moderation.desk.http.port",
                        Integer.toString(desk.port())),
                "--config",
                config.toString());
    }

    private static void sendItems(String kafka) {
        KafkaBroker broker = KafkaBroker.at(kafka);
        String topic = Topics.MODERATION_REVIEW.name();
        try (Serializer<ReviewItem> serializer = SERDES.serializer(Topics.MODERATION_REVIEW)) {
            for (int i = 0; i < ITEMS; i++) {
                ReviewItem item = ReviewItem.newBuilder()
                        .setId("item-" + i)
                        .setKind(ReviewKind.FLAGGED)
                        .setMessageId("m" + i)
                        .setRoom("chat:r")
                        .setUser("user-" + i % 7)
                        .setFormat(PayloadFormat.JSON)
                        .setAt(Instant.now())
                        .build();
                broker.send(topic, item.getUser(), serializer.serialize(topic, item));
            }
        }
    }

    private static int items(PostgresDatabase database) {
        return count(database, "moderation_reviews");
    }

    private static int count(PostgresDatabase database, String table) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}

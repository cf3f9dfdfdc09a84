package io.millrace.moderation.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embedded.EmbeddedKafka;
import io.millrace.runtime.lifecycle.LaunchedService;
import io.millrace.testkit.Await;
import io.millrace.testkit.Restartable;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.testkit.postgres.PostgresDatabase;
import io.millrace.topic.Topics;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class KafkaOutageIT {

    @Test
    void whatIsDecidedWhileKafkaIsAwayReachesTheTopicsAfterwards() {
        Restartable<EmbeddedKafka> kafka = KafkaBroker.restartableNode();
        String address = kafka.start().bootstrapServers();
        try (kafka;
                PostgresDatabase database = PostgresDatabase.create();
                LaunchedService desk =
                        DeskSystem.launch(database.jdbcUrl(), Map.of("kafka.bootstrap-servers", address))) {
            DeskClient ann = new DeskClient(desk.port(), DeskSystem.key("ann"));

            kafka.stop();
            DeskClient.Answer given =
                    ann.post("/sanctions", "{\"user\":\"u\",\"kind\":\"timeout\",\"durationSeconds\":60}");
            boolean listed =
                    ann.get("/sanctions?user=u").body().path("sanctions").size() == 1;
            kafka.start();

            assertThat(given.status()).isEqualTo(202);
            assertThat(listed).isTrue();
            try (RecordReader<byte[]> sanctions = KafkaBroker.at(address).reader(Topics.MODERATION_SANCTIONS.name())) {
                sanctions.awaitRecord(record -> given.text("/id").equals(record.key()), Await.DEADLINE, "the sanction");
            }
        }
    }
}

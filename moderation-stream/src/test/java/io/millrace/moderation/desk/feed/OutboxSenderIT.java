package io.millrace.moderation.desk.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.history.DatabaseSettings;
import io.millrace.moderation.desk.store.DeskDatabase;
import io.millrace.moderation.desk.store.Outbox;
import io.millrace.moderation.desk.store.OutgoingRecord;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.testkit.Await;
import io.millrace.testkit.kafka.KafkaBroker;
import io.millrace.testkit.kafka.RecordReader;
import io.millrace.testkit.postgres.PostgresDatabase;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OutboxSenderIT {

    @Test
    void whatKafkaNeverTakesDoesNotKeepTheOthers() throws SQLException {
        KafkaBroker broker = KafkaBroker.shared();
        String topic = broker.newTopic("outbox");
        KafkaSettings kafka = KafkaSettings.local(broker.bootstrapServers());
        try (PostgresDatabase postgres = PostgresDatabase.create();
                DeskDatabase database = DeskDatabase.open(new DatabaseSettings(
                        postgres.jdbcUrl(), Optional.empty(), Optional.empty(), 2, Duration.ofSeconds(5)));
                RecordWriter writer = RecordWriter.open(kafka);
                OutboxSender sender = OutboxSender.launch(database, writer);
                RecordReader<byte[]> reader = broker.reader(topic)) {
            database.transaction(connection -> {
                Outbox.add(connection, List.of(outgoing(topic, 1), outgoing(topic, 2 << 20), outgoing(topic, 3)));
                return null;
            });

            boolean sent = sender.flush();

            assertThat(sent).isTrue();
            assertThat(database.<List<Outbox.Waiting>>transaction(connection -> Outbox.oldest(connection, 10)))
                    .isEmpty();
            assertThat(reader.toTheEnd(Await.DEADLINE).stream().map(record -> record.value().length))
                    .containsExactly(1, 3);
        }
    }

    private static OutgoingRecord outgoing(String topic, int bytes) {
        return new OutgoingRecord(topic, "key", ByteBuffer.allocate(bytes));
    }
}
